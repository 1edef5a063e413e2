//! `engawa verify`: whether a paper is as the town issued it, without a network.

use crate::failure::Failure;
use crate::say;
use papers::sign::{Verification, read_trust, verify_pdf};
use std::path::Path;

pub(crate) fn run(file: &Path, trust: &Path) -> Result<(), Failure> {
    let pem = std::fs::read_to_string(trust).map_err(|e| Failure::file(trust, &e))?;
    let trust = read_trust(&pem).map_err(|e| Failure::cannot("町の証明書を読めません", e.to_string()))?;
    let pdf = std::fs::read(file).map_err(|e| Failure::file(file, &e))?;
    judge(&verify_pdf(&pdf, &trust))
}

fn judge(found: &Verification) -> Result<(), Failure> {
    if !found.genuine() {
        let flaws: Vec<String> = found.problems.iter().map(ToString::to_string).collect();
        return Err(Failure::not_in_order("本物と確かめられません", format!("not genuine: {}", flaws.join("; "))));
    }
    let signer = found.signer.as_deref().unwrap_or_default();
    let at = found.signed_at.map(kernel::Moment::rfc3339).unwrap_or_default();
    say::line("本物です。発行されてから、ひと文字も変わっていません。");
    say::line(&format!("Genuine: signed by {signer} at {at}, unchanged since."));
    Ok(())
}
