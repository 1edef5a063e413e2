//! 収入の種類: what is drawn from accounts.

/// A kind of revenue.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Item {
    pub key: &'static str,
    pub ja: &'static str,
    pub easy: &'static str,
    pub en: &'static str,
    pub by_debit: bool,
}
pub(crate) const ALL: &[Item] = &[
    Item {
        key: "resident_tax",
        ja: "町県民税",
        easy: "｜町県民税《ちょうけんみんぜい》",
        en: "Resident tax",
        by_debit: true,
    },
    Item {
        key: "property_tax",
        ja: "固定資産税",
        easy: "｜固定資産税《こていしさんぜい》",
        en: "Property tax",
        by_debit: true,
    },
];
