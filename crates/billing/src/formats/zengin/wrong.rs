//! What is wrong with a file, and where.

/// The first thing in a file that does not fit. Nothing of such a file is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{line}行目 {column}けた目（{field}）: {fault}")]
pub struct Wrong {
    /// The record, from 1.
    pub line: usize,
    /// The byte in it, from 1.
    pub column: usize,
    /// What stands there, as the banks call it.
    pub field: &'static str,
    /// What is wrong.
    pub fault: Fault,
}

/// What may be wrong with a part of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A record of another length.
    #[error("1件は120バイトです（{0}バイトあります）")]
    Length(usize),
    /// Not a record that may stand there.
    #[error("ここに来るはずの記録ではありません")]
    Order,
    /// Not a digit.
    #[error("数字ではありません")]
    NotADigit,
    /// Not a character that banks take.
    #[error("使えない文字があります")]
    Letter,
    /// A part that must be empty is not.
    #[error("空けておく所に文字があります")]
    NotEmpty,
    /// A code that the layout does not have there, or a day that there is not.
    #[error("決められた値ではありません")]
    Value,
    /// Longer than its place.
    #[error("長すぎて入りません")]
    TooLong,
    /// The amount is not above zero, or does not go into its place.
    #[error("金額が入りません")]
    Amount,
    /// The number of records or the sum in the trailer is another than that of the data.
    #[error("データの合計と合いません")]
    Sum,
    /// The file ends too early.
    #[error("ファイルが途中で終わっています")]
    CutOff,
    /// Lines end with CR or LF alone, or only some of them end.
    #[error("改行はすべての件の後に CR LF を付けるか、まったく付けないかのどちらかです")]
    Breaks,
    /// Some rows have a result and some have none.
    #[error("結果のある件とない件が混じっています")]
    Mixed,
}
