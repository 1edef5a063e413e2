//! 保護者: who brings a child up, as far as the household's 続柄 tell.
//!
//! The register does not name guardians. 続柄 are written from the head of the household, so 「子の子」
//! is a child of a 「子」, and 「子」 a child of the head or of the head's spouse. Where that names nobody
//! who is grown up, nobody is guessed: the officer is told.

use super::Resident;
use kernel::Date;

/// Nobody is taken for a parent who is not so many years older.
const YEARS_APART: u16 = 15;

/// The one among `household` who gets the child's letters, on `day`.
pub(super) fn guardian<'r>(child: &Resident, household: &[&'r Resident], day: Date) -> Option<&'r Resident> {
    let parent = parents_relation(child.relation.as_deref()?)?;
    let spouses = spouses_of(parent);
    let found = |relations: &[String]| {
        let mut grown: Vec<&Resident> = household
            .iter()
            .copied()
            .filter(|m| m.lives_here_on(day) && is_parental_age(child, m))
            .filter(|m| m.relation.as_deref().is_some_and(|r| relations.iter().any(|own| own == r)))
            .collect();
        grown.sort_by_key(|m| (!m.is_head, m.birth, m.id));
        grown.first().copied()
    };
    found(&[parent.to_owned()]).or_else(|| found(&spouses))
}

/// 続柄 of the parent: 「子の子」 → 「子」, 「子」 → 「世帯主」; none for who is nobody's child here.
fn parents_relation(relation: &str) -> Option<&str> {
    match relation {
        "子" | "長男" | "長女" | "二男" | "二女" | "三男" | "三女" | "養子" => Some("世帯主"),
        other => other.strip_suffix("の子").filter(|parent| !parent.is_empty()),
    }
}

fn spouses_of(parent: &str) -> Vec<String> {
    match parent {
        "世帯主" => ["妻", "夫"].map(str::to_owned).to_vec(),
        other => ["妻", "夫"].iter().map(|spouse| format!("{other}の{spouse}")).collect(),
    }
}

fn is_parental_age(child: &Resident, other: &Resident) -> bool {
    let (Some(born), Some(earlier)) = (child.birth, other.birth) else { return false };
    kernel::age::age_on(earlier, born) >= YEARS_APART
}
