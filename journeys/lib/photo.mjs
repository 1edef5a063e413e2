// A photo as a telephone takes it: a real JPEG, drawn by the browser, with a place in its EXIF.
export async function photo(page, { width = 2400, height = 1600 } = {}) {
  const base64 = await page.evaluate(
    ([w, h]) => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [w, h];
      const pen = canvas.getContext("2d");
      for (let i = 0; i < 60; i++) {
        pen.fillStyle = `hsl(${i * 6} 60% 70%)`;
        pen.fillRect((i * w) / 60, 0, w / 60 + 1, h);
      }
      pen.fillStyle = "#222";
      pen.font = `${h / 8}px sans-serif`;
      pen.fillText("見本 運転免許証", w / 12, h / 2);
      return canvas.toDataURL("image/jpeg", 0.8).split(",")[1];
    },
    [width, height],
  );
  const plain = Buffer.from(base64, "base64");
  return Buffer.concat([plain.subarray(0, 2), exif(), plain.subarray(2)]);
}

// APP1 with one GPS entry; after cleaning nothing of it may be left.
export const PLACE = "ENGAWA-PLACE-37.2858N-140.6264E";
function exif() {
  const place = Buffer.from(`${PLACE}\0`);
  const tiff = Buffer.alloc(26);
  tiff.write("II", 0, "latin1");
  tiff.writeUInt16LE(42, 2);
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8); // one entry
  tiff.writeUInt16LE(0x010e, 10); // ImageDescription
  tiff.writeUInt16LE(2, 12); // ASCII
  tiff.writeUInt32LE(place.length, 14);
  tiff.writeUInt32LE(26, 18);
  tiff.writeUInt32LE(0, 22);
  const body = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff, place]);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xffe1, 0);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}
