//! Signs a file with a town's test keys, or checks one, for the proofs:
//! `sign IN.pdf OUT.pdf KEYS SECONDS_SINCE_1970` and `sign --check FILE.pdf TOWN.pem`.

use std::error::Error;
use std::fs;
use std::io::Read;
use std::path::Path;

use kernel::Moment;
use papers::sign::{Statement, TownKeys, read_trust, sign_pdf, verify_pdf};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.as_slice() {
        [check, file, trust] if check == "--check" => check_file(file, trust),
        [file, out, keys, seconds] => sign_file(file, out, keys, seconds.parse()?),
        _ => Err("usage: sign IN OUT KEYS SECONDS | sign --check FILE TRUST".into()),
    }
}

fn check_file(file: &str, trust: &str) -> Result<(), Box<dyn Error>> {
    let found = verify_pdf(&fs::read(file)?, &read_trust(&fs::read_to_string(trust)?)?);
    if found.genuine() {
        return Ok(());
    }
    let words: Vec<String> = found.problems.iter().map(ToString::to_string).collect();
    Err(words.join("; ").into())
}

fn sign_file(file: &str, out: &str, keys: &str, seconds: i64) -> Result<(), Box<dyn Error>> {
    let mut source = fs::File::open("/dev/urandom")?;
    let mut failed = None;
    let mut random = |bytes: &mut [u8]| failed = source.read_exact(bytes).err();
    let now = Moment::from_micros(seconds * 1_000_000);
    let keys = TownKeys::open_or_create(Path::new(keys), "小野町", now, &mut random)?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    let statement = Statement {
        signer: "小野町".to_owned(),
        reason: "住民票の写しの交付".to_owned(),
        location: "福島県田村郡小野町".to_owned(),
    };
    fs::write(out, sign_pdf(&fs::read(file)?, &keys, &statement, now)?)?;
    Ok(())
}
