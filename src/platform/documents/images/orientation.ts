/** EXIF 3.0 §4.6.5.1.6. 1 is upright; a picture taken with the camera turned says so only here. */
const ORIENTATION_TAG = 0x0112;
const SHORT = 3;
const ENTRY_BYTES = 12;

/** The orientation (2–8) in a TIFF block, or undefined if there is none that matters. */
export function readOrientation(tiff: Buffer): number | undefined {
  const order = tiff.toString('latin1', 0, 4);
  if (tiff.length < 8 || (order !== 'II*\0' && order !== 'MM\0*')) {
    return undefined;
  }
  const little = order === 'II*\0';
  const short = (at: number): number => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (directory + 2 > tiff.length) {
    return undefined;
  }
  const end = Math.min(directory + 2 + short(directory) * ENTRY_BYTES, tiff.length - ENTRY_BYTES + 1);
  for (let entry = directory + 2; entry < end; entry += ENTRY_BYTES) {
    if (short(entry) === ORIENTATION_TAG && short(entry + 2) === SHORT) {
      const value = short(entry + 8);
      return value >= 2 && value <= 8 ? value : undefined;
    }
  }
  return undefined;
}

/** A TIFF block that holds the orientation and nothing else: one directory of one entry. */
export function orientationOnly(orientation: number): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write('MM\0*', 0, 'latin1');
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(ORIENTATION_TAG, 10);
  tiff.writeUInt16BE(SHORT, 12);
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt16BE(orientation, 18);
  return tiff;
}
