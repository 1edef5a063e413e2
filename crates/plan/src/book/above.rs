//! The plans above the town's digital plan, and what of ours answers each of their items.

use super::{Book, Measure, Plan, Words};
use kernel::fiscal::FiscalYear;
use serde::Deserialize;
use store::StoreError;
use web::House;

/// Whose plan it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Level {
    Nation,
    Prefecture,
    Town,
}

/// A plan that the town's digital plan has to answer.
#[derive(Debug, Clone)]
pub(crate) struct Above {
    pub(crate) key: String,
    pub(crate) level: Level,
    pub(crate) name: Words,
    pub(crate) note: Option<Words>,
    /// First and last fiscal year, where known.
    pub(crate) years: (Option<FiscalYear>, Option<FiscalYear>),
    pub(crate) items: Vec<Item>,
    /// Whether its name and period were seen in the named source.
    pub(crate) verified: bool,
    pub(crate) source: Option<String>,
}

/// One item of such a plan (重点取組事項, 基本目標 …).
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) key: String,
    /// As the plan counts it: ③.
    pub(crate) mark: String,
    pub(crate) name: Words,
    pub(crate) note: Option<Words>,
    pub(crate) verified: bool,
    pub(crate) source: Option<String>,
}

/// A plan above and who answers it.
#[derive(Debug)]
pub(crate) struct Counterparts<'a> {
    pub(crate) above: &'a Above,
    pub(crate) items: Vec<Counterpart<'a>>,
}

/// An item and our measures that answer it; none is a gap that the page names.
#[derive(Debug)]
pub(crate) struct Counterpart<'a> {
    pub(crate) item: &'a Item,
    pub(crate) measures: Vec<&'a Measure>,
}

impl Counterparts<'_> {
    /// The items that nothing answers.
    pub(crate) fn gaps(&self) -> usize {
        self.items.iter().filter(|i| i.measures.is_empty()).count()
    }
}

/// Every item of each plan above, in the order of the file, with our measures that answer it.
pub(crate) fn counterparts<'a>(house: &'a House, plan: &'a Plan) -> Result<Vec<Counterparts<'a>>, StoreError> {
    Ok(house.shelved::<Book>()?.above.iter().map(|above| of(above, plan)).collect())
}

fn of<'a>(above: &'a Above, plan: &'a Plan) -> Counterparts<'a> {
    let answering = |item: &Item| {
        let answers = |m: &&Measure| m.answers.iter().any(|(p, i)| *p == above.key && *i == item.key);
        plan.measures.iter().filter(answers).collect()
    };
    let items = above.items.iter().map(|item| Counterpart { item, measures: answering(item) }).collect();
    Counterparts { above, items }
}

/// What of the plans above one measure answers.
pub(crate) fn answered_by<'a>(house: &'a House, measure: &Measure) -> Result<Vec<(&'a Above, &'a Item)>, StoreError> {
    let book = house.shelved::<Book>()?;
    Ok(measure.answers.iter().filter_map(|(plan, item)| book.item(plan, item)).collect())
}
