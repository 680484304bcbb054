#!/usr/bin/env bash
# Makes the time stamps of this folder anew, with OpenSSL 3 as the authority. Their times and keys differ each time; what
# the tests say of them does not depend on that. Run in this folder: ./make.sh
set -euo pipefail
here=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > ca.cnf <<'C'
[ca]
default_ca = own
[own]
dir = .
database = index.txt
new_certs_dir = .
serial = serial
default_md = sha256
policy = any
[any]
commonName = supplied
[tsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa_section]
C
touch index.txt && echo 1000 > serial

openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 36500 -subj '/CN=Test Root' \
  -addext 'keyUsage=critical,keyCertSign,cRLSign' 2> /dev/null

certificate() { # name, kind of key, first day, last day
  case $2 in
    rsa) openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$1.key" 2> /dev/null ;;
    *) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:"$2" -out "$1.key" ;;
  esac
  openssl req -new -key "$1.key" -subj "/CN=Test TSA $1" -out "$1.csr"
  openssl ca -batch -config ca.cnf -extensions tsa -keyfile ca.key -cert ca.pem -in "$1.csr" -out "$1.pem" -notext \
    -startdate "$3" -enddate "$4" 2> /dev/null
}
certificate rsa rsa 20200101000000Z 21200101000000Z
certificate p256 P-256 20200101000000Z 21200101000000Z
certificate p384 P-384 20200101000000Z 21200101000000Z
certificate expired rsa 20200101000000Z 20210101000000Z

printf 'forthwith\n' > message
echo 01 > tsaserial
stamp() { # file, certificate, hash of the signature, options of the query
  cat > ts.cnf <<C
[tsa]
default_tsa = own
[own]
dir = .
serial = tsaserial
crypto_device = builtin
signer_digest = $3
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1, millisecs:500
ordering = yes
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
C
  openssl ts -query -data message "${@:4}" -out query.tsq 2> /dev/null
  openssl ts -reply -config ts.cnf -queryfile query.tsq -inkey "$2.key" -signer "$2.pem" -chain ca.pem \
    -out "$here/$1" 2> /dev/null
}
stamp rsa.tsr rsa sha256 -sha256 -cert
stamp p256.tsr p256 sha256 -sha256 -cert -no_nonce
stamp p384.tsr p384 sha384 -sha256 -cert
stamp no-certificates.tsr rsa sha256 -sha256
stamp expired.tsr expired sha256 -sha256 -cert
stamp sha512.tsr rsa sha256 -sha512 -cert
stamp rejected.tsr rsa sha256 -sha1 -cert
cp ca.pem "$here/root.pem"
