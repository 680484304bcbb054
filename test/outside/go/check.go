// Checks a running log with Go's own packages, which know nothing of ours: golang.org/x/mod/sumdb/note and tlog.
// usage: check LOG_ADDRESS EARLIER_CHECKPOINT RECEIPT...
package main

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error, what string) {
	if err != nil {
		fmt.Fprintln(os.Stderr, what+":", err)
		os.Exit(1)
	}
}

func get(address string) []byte {
	answer, err := http.Get(address)
	must(err, address)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	must(err, address)
	if answer.StatusCode != 200 {
		must(fmt.Errorf("status %d", answer.StatusCode), address)
	}
	return body
}

// A C2SP checkpoint: origin, size, root. tlog.ParseTree wants the first line of Go's own log, so only its parts are used.
func tree(text []byte, verifier note.Verifier) tlog.Tree {
	opened, err := note.Open(text, note.VerifierList(verifier))
	must(err, "note.Open")
	lines := strings.Split(opened.Text, "\n")
	if lines[0] != verifier.Name() {
		must(fmt.Errorf("origin %q", lines[0]), "checkpoint")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err, "size")
	root, err := tlog.ParseHash(lines[2])
	must(err, "tlog.ParseHash")
	return tlog.Tree{N: size, Hash: root}
}

type tiles struct{ address string }

func (tiles) Height() int { return 8 }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(wanted))
	for i, tile := range wanted {
		// C2SP tlog-tiles leaves the height out of the path.
		data[i] = get(t.address + "/tile/" + strings.TrimPrefix(tile.Path(), "tile/8/"))
	}
	return data, nil
}

func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func main() {
	address := os.Args[1]
	verifier, err := note.NewVerifier(strings.TrimSpace(string(get(address + "/key"))))
	must(err, "note.NewVerifier")
	now := tree(get(address+"/checkpoint"), verifier)
	reader := tlog.TileHashReader(now, tiles{address})

	text, err := os.ReadFile(os.Args[2])
	must(err, "earlier checkpoint")
	earlier := tree(text, verifier)
	consistency, err := tlog.ProveTree(now.N, earlier.N, reader)
	must(err, "tlog.ProveTree")
	must(tlog.CheckTree(consistency, now.N, now.Hash, earlier.N, earlier.Hash), "tlog.CheckTree")

	for _, file := range os.Args[3:] {
		text, err := os.ReadFile(file)
		must(err, file)
		head, checkpoint, _ := strings.Cut(string(text), "\n\n")
		lines := strings.Split(head, "\n")
		entry, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
		must(err, "extra")
		index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
		must(err, "index")
		var path tlog.RecordProof
		for _, line := range lines[3:] {
			hash, err := tlog.ParseHash(line)
			must(err, "path")
			path = append(path, hash)
		}
		of := tree([]byte(checkpoint), verifier)
		must(tlog.CheckRecord(path, of.N, of.Hash, index, tlog.RecordHash(entry)), "tlog.CheckRecord of the receipt")
		proven, err := tlog.ProveRecord(now.N, index, reader)
		must(err, "tlog.ProveRecord")
		must(tlog.CheckRecord(proven, now.N, now.Hash, index, tlog.RecordHash(entry)), "tlog.CheckRecord from tiles")
	}
	fmt.Printf("size %d, receipts %d\n", now.N, len(os.Args)-3)
}
