//! `engawa verify`: whether a paper is as the town issued it and may be used today, without a network,
//! records or a town folder.

use crate::command_line::{AnswerIn, Verify};
use crate::failure::Failure;
use crate::house::SystemClock;
use crate::say;
use kernel::{Clock, Date, Moment};
use papers::sign::{Certificate, Facts, Flaw, RevokedList, Stamped, Trust, Verification, read_trust, verify_pdf};
use serde_json::json;
use std::path::Path;

pub(crate) fn run(what: &Verify) -> Result<(), Failure> {
    let papers = certificates(&what.trust)?;
    let times = what.times.as_deref().map(certificates).transpose()?.unwrap_or_default();
    let list = what.revoked.as_deref().map(|file| list(file, &papers)).transpose()?;
    let pdf = std::fs::read(&what.file).map_err(|e| Failure::file(&what.file, &e))?;
    let found = verify_pdf(&pdf, Trust { papers: &papers, times: &times });
    let answer = Answer::of(found, list.as_ref(), &pdf, SystemClock.now().date());
    if what.json {
        say::line(&answer.json());
    } else {
        answer.lines(what.lang).iter().for_each(|line| say::line(line));
    }
    if answer.verdict == Verdict::Genuine { Ok(()) } else { Err(Failure::told()) }
}

fn certificates(file: &Path) -> Result<Vec<Certificate>, Failure> {
    let pem = std::fs::read_to_string(file).map_err(|e| Failure::file(file, &e))?;
    let name = file.display();
    read_trust(&pem).map_err(|e| Failure::cannot(format!("{name} を証明書として読めません"), e.to_string()))
}

fn list(file: &Path, trust: &[Certificate]) -> Result<RevokedList, Failure> {
    let text = std::fs::read_to_string(file).map_err(|e| Failure::file(file, &e))?;
    let name = file.display();
    RevokedList::read(&text, trust).ok_or_else(|| {
        Failure::cannot(
            format!("{name} は、この町が署名した取り消しの一覧ではありません"),
            format!("{name} is no list of revoked papers that this town signed"),
        )
    })
}

/// What comes out, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Genuine,
    Revoked,
    Expired,
    /// Somebody else's signature, or none.
    Untrusted,
    /// Changed after it was signed, or made up.
    Changed,
}

impl Verdict {
    const fn word(self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
            Self::Untrusted => "untrusted",
            Self::Changed => "changed",
        }
    }

    const fn said(self, lang: AnswerIn) -> &'static str {
        match (self, lang) {
            (Self::Genuine, AnswerIn::Ja) => "本物です。交付されてから、1バイトも変わっていません。",
            (Self::Revoked, AnswerIn::Ja) => "町が交付した書類ですが、取り消されています。使えません。",
            (Self::Expired, AnswerIn::Ja) => "町が交付した書類ですが、期限を過ぎています。使えません。",
            (Self::Untrusted, AnswerIn::Ja) => "本物と確かめられません。この町の電子署名ではありません。",
            (Self::Changed, AnswerIn::Ja) => "本物ではありません。交付されたあとに書きかえられています。",
            (Self::Genuine, AnswerIn::En) => "Genuine: not a byte was changed since it was issued.",
            (Self::Revoked, AnswerIn::En) => "The town issued this paper and has revoked it. It may not be used.",
            (Self::Expired, AnswerIn::En) => "The town issued this paper; it has expired. It may not be used.",
            (Self::Untrusted, AnswerIn::En) => "Not confirmed: this is not the electronic signature of this town.",
            (Self::Changed, AnswerIn::En) => "Not genuine: it was changed after it was issued.",
        }
    }

    fn of(found: &Verification, revoked: bool, today: Date) -> Self {
        let over = |facts: &Facts| facts.valid_until.is_some_and(|last| today > last);
        match found.problems.first() {
            None if found.genuine() && revoked => Self::Revoked,
            None if found.genuine() && found.facts.as_ref().is_some_and(over) => Self::Expired,
            None if found.genuine() => Self::Genuine,
            Some(
                Flaw::NoSignature | Flaw::NotPdf | Flaw::UntrustedSigner | Flaw::OutsideValidity | Flaw::Unsupported,
            ) => Self::Untrusted,
            _ => Self::Changed,
        }
    }
}

/// Everything there is to say.
struct Answer {
    verdict: Verdict,
    found: Verification,
    /// When the list was made by which revocation was checked.
    list: Option<Moment>,
    today: Date,
}

impl Answer {
    fn of(found: Verification, list: Option<&RevokedList>, pdf: &[u8], today: Date) -> Self {
        let verdict = Verdict::of(&found, list.is_some_and(|l| l.has(pdf)), today);
        Self { verdict, found, list: list.map(RevokedList::made_at), today }
    }

    /// What the paper says of itself, only when it is the town's own word.
    fn facts(&self) -> Option<&Facts> {
        self.found.facts.as_ref().filter(|_| self.found.genuine())
    }

    fn lines(&self, lang: AnswerIn) -> Vec<String> {
        let mut lines = vec![self.verdict.said(lang).to_owned()];
        let mut fact = |ja: &str, en: &str, value: String| {
            let (label, colon) = if lang == AnswerIn::Ja { (ja, "：") } else { (en, ": ") };
            lines.push(format!("  {label}{colon}{value}"));
        };
        if let Some(facts) = self.facts() {
            fact("書類", "Paper", facts.title.clone());
            fact("番号", "Number", facts.number.clone());
            fact("交付した町", "Issued by", facts.issuer.clone());
            fact("ページ", "Pages", facts.pages.to_string());
            if let Some(last) = facts.valid_until {
                fact("使える期限", "Valid until", day(last, lang));
            }
        }
        if self.found.genuine() {
            fact("署名", "Signed by", self.found.signer.clone().unwrap_or_default());
            fact("交付した日時", "Issued at", self.found.signed_at.map(|at| moment(at, lang)).unwrap_or_default());
            fact("時刻の証明", "Time stamp", self.stamp(lang));
            fact("取り消し", "Revocation", self.revocation(lang));
        }
        for flaw in &self.found.problems {
            fact("理由", "Because", if lang == AnswerIn::Ja { reason(*flaw).to_owned() } else { flaw.to_string() });
        }
        lines
    }

    fn stamp(&self, lang: AnswerIn) -> String {
        let say = |ja: &str, en: &str| if lang == AnswerIn::Ja { ja.to_owned() } else { en.to_owned() };
        match &self.found.stamp {
            Stamped::None => say("付いていません", "none"),
            Stamped::NotAsked => say(
                "付いていますが、確かめていません（--times で時刻認証局の証明書を渡してください）",
                "there, and not asked (give the authority's certificate by --times)",
            ),
            Stamped::At(stamp) => format!("{}　{}", moment(stamp.at, lang), stamp.authority),
        }
    }

    fn revocation(&self, lang: AnswerIn) -> String {
        match (self.list, lang) {
            (None, AnswerIn::Ja) => "確かめていません（--revoked で取り消しの一覧を渡してください）".to_owned(),
            (None, AnswerIn::En) => "not asked (give the list by --revoked)".to_owned(),
            (Some(at), AnswerIn::Ja) => {
                let state =
                    if self.verdict == Verdict::Revoked { "取り消されています" } else { "ありません" };
                format!("{state}（{}の一覧）", moment(at, lang))
            }
            (Some(at), AnswerIn::En) => {
                let state = if self.verdict == Verdict::Revoked { "revoked" } else { "not revoked" };
                format!("{state} (list of {})", moment(at, lang))
            }
        }
    }

    fn json(&self) -> String {
        let facts = self.facts();
        let (stamp, authority) = match &self.found.stamp {
            Stamped::None => ("none", None),
            Stamped::NotAsked => ("not_asked", None),
            Stamped::At(stamp) => ("trusted", Some(stamp)),
        };
        let flaws: Vec<String> = self.found.problems.iter().map(ToString::to_string).collect();
        json!({
            "verdict": self.verdict.word(),
            "valid_today": self.verdict == Verdict::Genuine,
            "checked_on": self.today.to_string(),
            "title": facts.map(|f| &f.title),
            "number": facts.map(|f| &f.number),
            "issuer": facts.map(|f| &f.issuer),
            "pages": facts.map(|f| f.pages),
            "valid_until": facts.and_then(|f| f.valid_until).map(|day| day.to_string()),
            "record_sha256": facts.and_then(|f| f.record.clone()),
            "signer": self.found.signer.as_ref().filter(|_| self.found.genuine()),
            "signed_at": self.found.signed_at.filter(|_| self.found.genuine()).map(Moment::rfc3339),
            "time_stamp": stamp,
            "stamped_at": authority.map(|s| s.at.rfc3339()),
            "stamped_by": authority.map(|s| &s.authority),
            "revocation": match self.list {
                None => "not_asked",
                Some(_) if self.verdict == Verdict::Revoked => "revoked",
                Some(_) => "not_revoked",
            },
            "list_made_at": self.list.map(Moment::rfc3339),
            "flaws": flaws,
        })
        .to_string()
    }
}

fn day(date: Date, lang: AnswerIn) -> String {
    if lang == AnswerIn::Ja { kernel::era::date_label(date) } else { date.to_string() }
}

fn moment(at: Moment, lang: AnswerIn) -> String {
    format!("{} {}", day(at.date(), lang), at.civil().strftime("%-H:%M"))
}

const fn reason(flaw: Flaw) -> &'static str {
    match flaw {
        Flaw::NotPdf => "PDFのファイルではありません",
        Flaw::NoSignature => "読める電子署名がありません",
        Flaw::NotWholeFile => "署名のあとに、何かが書き足されています",
        Flaw::BadContainer => "電子署名がこわれています",
        Flaw::Unsupported => "この種類の電子署名は確かめられません",
        Flaw::Changed => "署名のあとに、内容が変わっています",
        Flaw::BadSignature => "電子署名が証明書と合いません",
        Flaw::UntrustedSigner => "渡された証明書（--trust）の町が署名したものではありません",
        Flaw::OutsideValidity => "署名の時に、証明書が有効ではありませんでした",
        Flaw::NoTime => "署名の日時を読めません",
        Flaw::BadStamp => "時刻の証明がこわれているか、別の署名のものです",
        Flaw::StampMissing => "付いているはずの時刻の証明が、取り去られています",
        Flaw::UntrustedStamp => "渡された証明書（--times）の時刻認証局のものではありません",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn genuine(facts: Facts) -> Verification {
        Verification {
            covers_whole_file: true,
            digest_ok: true,
            signature_ok: true,
            chain_ok: true,
            facts: Some(facts),
            ..Verification::default()
        }
    }

    #[test]
    fn a_paper_may_be_used_on_its_last_day_and_not_after() {
        let last = Date::constant(2026, 11, 30);
        let found = genuine(Facts { valid_until: Some(last), ..Facts::default() });
        assert_eq!(Verdict::of(&found, false, last), Verdict::Genuine);
        assert_eq!(Verdict::of(&found, false, Date::constant(2026, 12, 1)), Verdict::Expired);
        assert_eq!(Verdict::of(&found, true, last), Verdict::Revoked);
    }

    #[test]
    fn nothing_that_a_doubtful_paper_says_of_itself_is_repeated() {
        let mut found = genuine(Facts { title: "にせもの".to_owned(), ..Facts::default() });
        found.signer = Some("どこかの町".to_owned());
        found.problems.push(Flaw::UntrustedSigner);
        let answer = Answer::of(found, None, b"", Date::constant(2026, 11, 22));
        assert_eq!(answer.verdict, Verdict::Untrusted);
        let said = answer.lines(AnswerIn::Ja).join("\n") + &answer.json();
        assert!(!said.contains("にせもの") && !said.contains("どこかの町"), "{said}");
        assert!(said.contains("--trust"));
    }

    #[test]
    fn every_flaw_is_told_in_plain_words() {
        for flaw in [Flaw::Changed, Flaw::NotWholeFile, Flaw::StampMissing, Flaw::BadStamp] {
            let found = Verification { problems: vec![flaw], ..Verification::default() };
            let answer = Answer::of(found, None, b"", Date::constant(2026, 11, 22));
            assert_eq!(answer.verdict, Verdict::Changed);
            assert!(answer.lines(AnswerIn::Ja)[1].contains(reason(flaw)));
            assert!(answer.lines(AnswerIn::En)[1].is_ascii());
        }
    }
}
