//! Signs a file with a town's test keys, or makes a list of revoked files, for the proofs:
//! `sign IN.pdf OUT.pdf KEYS SECONDS_SINCE_1970`, with `TSA.cnf` as a fifth word a time stamp is put
//! in, by the authority of `openssl ts`; `sign --revoked OUT.pem KEYS SECONDS FILE.pdf…`;
//! `sign --check FILE.pdf TOWN.pem`.

use std::error::Error;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Command;

use kernel::Moment;
use papers::sign::{
    Facts, RevokedList, Signing, Statement, TownKeys, Trust, fuzzing, read_trust, sign_pdf, verify_pdf,
};
use sha2::{Digest, Sha256};

type Res<T> = Result<T, Box<dyn Error>>;

fn main() -> Res<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--check", file, trust] => check_file(file, trust),
        ["--revoked", out, keys, seconds, files @ ..] => revoked(out, keys, seconds.parse()?, files),
        [file, out, keys, seconds] => sign_file(file, out, keys, seconds.parse()?),
        [file, out, keys, seconds, tsa] => stamp_file(file, out, keys, seconds.parse()?, tsa),
        _ => {
            Err("usage: sign IN OUT KEYS SECONDS [TSA.cnf] | --revoked OUT KEYS SECONDS FILE… | --check FILE TRUST"
                .into())
        }
    }
}

fn check_file(file: &str, trust: &str) -> Res<()> {
    let trust = read_trust(&fs::read_to_string(trust)?)?;
    let found = verify_pdf(&fs::read(file)?, Trust::in_papers(&trust));
    if found.genuine() {
        return Ok(());
    }
    let words: Vec<String> = found.problems.iter().map(ToString::to_string).collect();
    Err(words.join("; ").into())
}

fn keys_in(folder: &str, now: Moment) -> Res<TownKeys> {
    let mut source = fs::File::open("/dev/urandom")?;
    let mut failed = None;
    let mut random = |bytes: &mut [u8]| failed = source.read_exact(bytes).err();
    let keys = TownKeys::open_or_create(Path::new(folder), "小野町", now, &mut random)?;
    failed.map_or(Ok(keys), |error| Err(error.into()))
}

fn moment(seconds: i64) -> Moment {
    Moment::from_micros(seconds * 1_000_000)
}

fn statement(time_stamp: bool) -> Statement {
    Statement {
        signer: "小野町".to_owned(),
        reason: "住民票の写しの交付".to_owned(),
        location: "福島県田村郡小野町".to_owned(),
        facts: Some(Facts {
            title: "住民票の写し".to_owned(),
            number: "7K3-F92-QXM".to_owned(),
            issuer: "小野町".to_owned(),
            valid_until: None,
            pages: 1,
            record: None,
            time_stamp,
        }),
    }
}

fn sign_file(file: &str, out: &str, keys: &str, seconds: i64) -> Res<()> {
    let keys = keys_in(keys, moment(seconds))?;
    fs::write(out, sign_pdf(&fs::read(file)?, &keys, &statement(false), moment(seconds))?)?;
    Ok(())
}

/// The question is our own, the answer that of openssl.
fn stamp_file(file: &str, out: &str, keys: &str, seconds: i64, tsa: &str) -> Res<()> {
    let keys = keys_in(keys, moment(seconds))?;
    let signing = Signing::begin(&fs::read(file)?, &keys, &statement(true), moment(seconds))?;
    let (question, answer) = (format!("{out}.tsq"), format!("{out}.tsr"));
    fs::write(&question, fuzzing::time_stamp_question(&signing.imprint(), 0x00C0_FFEE)?)?;
    let mut openssl = Command::new("openssl");
    let done = openssl.args(["ts", "-reply", "-config", tsa, "-queryfile", &question, "-out", &answer]).output()?;
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).into());
    }
    let token = fuzzing::time_stamp_token(&fs::read(&answer)?).ok_or("openssl answered without a token")?;
    fs::write(format!("{out}.token"), &token)?;
    fs::write(format!("{out}.imprint"), signing.imprint().map(|b| format!("{b:02x}")).concat())?;
    fs::write(out, signing.finish(Some(&token))?)?;
    Ok(())
}

fn revoked(out: &str, keys: &str, seconds: i64, files: &[&str]) -> Res<()> {
    let mut digests = Vec::new();
    for file in files {
        digests.push(Sha256::digest(fs::read(file)?).iter().map(|b| format!("{b:02x}")).collect());
    }
    let list = RevokedList::new("小野町", moment(seconds), digests);
    fs::write(out, list.signed(&keys_in(keys, moment(seconds))?)?)?;
    Ok(())
}
