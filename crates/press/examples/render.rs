//! Typesets one file of data: `render TEMPLATES TEMPLATE DATA.json OUT.pdf`, for whoever writes a
//! template, and for the proofs. The data's key `sheet` holds the title and what the QR codes say:
//! `{"title": "受付票", "qr": {"status.svg": "https://…"}}`.

use std::error::Error;
use std::path::Path;

use press::FontFolders;
use web::press::{Press, Sheet};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, templates, template, data, out] = args.as_slice() else {
        return Err("usage: render TEMPLATES TEMPLATE DATA.json OUT.pdf".into());
    };
    let data: serde_json::Value = serde_json::from_slice(&std::fs::read(data)?)?;
    let head = data["sheet"].clone();
    let mut sheet = Sheet::new(template, head["title"].as_str().unwrap_or_default(), data);
    for (name, says) in head["qr"].as_object().into_iter().flatten() {
        sheet = sheet.with_qr(name, says.as_str().unwrap_or_default());
    }
    let press = press::open(Path::new(templates), &FontFolders::debian())?;
    std::fs::write(out, press.typeset(&sheet)?)?;
    Ok(())
}
