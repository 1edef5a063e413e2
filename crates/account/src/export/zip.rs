//! A ZIP file without compression (PKWARE APPNOTE 4.3): what is in it is compressed already or small.

const VERSION: u16 = 20;
/// Names are UTF-8 (APPNOTE, general purpose bit 11).
const UTF8: u16 = 1 << 11;
/// 1980-01-01, the first day that the format knows: the file tells no time of day.
const DAY: u16 = 0x21;

/// A ZIP file being written.
#[derive(Default)]
pub(super) struct Zip {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    entries: u16,
}

impl Zip {
    /// One more file; `name` uses `/` between folders.
    pub(super) fn add(&mut self, name: &str, content: &[u8]) {
        let start = len(&self.bytes);
        let mut head = Vec::new();
        head.extend(VERSION.to_le_bytes());
        head.extend(UTF8.to_le_bytes());
        head.extend([0; 2]);
        head.extend([0; 2]);
        head.extend(DAY.to_le_bytes());
        head.extend(crc32(content).to_le_bytes());
        head.extend(len(content).to_le_bytes());
        head.extend(len(content).to_le_bytes());
        head.extend(u16::try_from(name.len()).unwrap_or(u16::MAX).to_le_bytes());
        head.extend([0; 2]);
        self.bytes.extend(b"PK\x03\x04");
        self.bytes.extend(&head);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(content);
        self.directory.extend(b"PK\x01\x02");
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(&head);
        self.directory.extend([0; 10]);
        self.directory.extend(start.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.entries += 1;
    }

    /// The whole file.
    pub(super) fn finish(mut self) -> Vec<u8> {
        let start = len(&self.bytes);
        self.bytes.extend(&self.directory);
        self.bytes.extend(b"PK\x05\x06");
        self.bytes.extend([0; 4]);
        self.bytes.extend(self.entries.to_le_bytes());
        self.bytes.extend(self.entries.to_le_bytes());
        self.bytes.extend(len(&self.directory).to_le_bytes());
        self.bytes.extend(start.to_le_bytes());
        self.bytes.extend([0; 2]);
        self.bytes
    }
}

fn len(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

/// CRC-32 as ZIP wants it (ISO 3309, reflected).
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xEDB8_8320 } else { c >> 1 })
    };
    !bytes.iter().fold(u32::MAX, step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn the_check_sum_is_the_known_one() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn another_program_reads_it() {
        let mut zip = Zip::default();
        zip.add("data.json", b"{\"a\":1}");
        zip.add("files/1-証明書.txt", "内容".as_bytes());
        let file = std::env::temp_dir().join(format!("engawa-zip-{}.zip", std::process::id()));
        std::fs::write(&file, zip.finish()).unwrap();
        let read = "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; \
                    print([(n, z.read(n).decode()) for n in z.namelist()])";
        let out = Command::new("python3").args(["-c", read]).arg(&file).env("PYTHONIOENCODING", "utf-8").output();
        let out = out.expect("python3 is missing (Debian: apt-get install python3)");
        std::fs::remove_file(&file).unwrap();
        let text = String::from_utf8_lossy(&out.stdout).into_owned();
        assert_eq!(
            text.trim(),
            "[('data.json', '{\"a\":1}'), ('files/1-証明書.txt', '内容')]",
            "{}",
            String::from_utf8_lossy(&out.stderr)
        );
    }
}
