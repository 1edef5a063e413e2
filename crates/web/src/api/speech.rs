//! Small things that many answers contain.

use schemars::JsonSchema;
use serde::Serialize;

/// A text in the town's languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Spoken {
    /// Japanese.
    #[schemars(extend("x-ja" = "日本語"))]
    pub ja: String,
    /// Easy Japanese, with readings in brackets; null where there is none.
    #[schemars(extend("x-ja" = "やさしい日本語（読みがな付き）。ないときは null"))]
    pub easy: Option<String>,
    /// English; null where there is none.
    #[schemars(extend("x-ja" = "英語。ないときは null"))]
    pub en: Option<String>,
}

impl Spoken {
    /// From texts in the notation of the house; an empty one is none.
    pub fn new(ja: &str, easy: &str, en: &str) -> Self {
        let some = |text: String| (!text.is_empty()).then_some(text);
        Self {
            ja: crate::texts::plain(ja),
            easy: some(crate::texts::with_reading(easy)),
            en: some(crate::texts::plain(en)),
        }
    }
}

/// A value together with whether the town has confirmed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Verified{T}")]
pub struct Verified<T> {
    /// The value; null where nobody knows it yet.
    #[schemars(extend("x-ja" = "値。まだ分からないときは null"))]
    pub value: Option<T>,
    /// Whether it was seen in a public source or confirmed by the town; what is false may change.
    #[schemars(extend("x-ja" = "公の資料または町で確かめたか。false は確認中"))]
    pub verified: bool,
}
