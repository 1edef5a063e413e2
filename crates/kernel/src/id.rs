//! Typed identifiers: UUIDv7, so that they sort by the time they were made.

use crate::Moment;
use uuid::Uuid;

/// An identifier of one kind of thing; made by [`id_type!`](crate::id_type).
pub trait TypedId: Copy + Send + Sync + 'static {
    /// The bare identifier.
    fn uuid(self) -> Uuid;
    /// Says that `uuid` names a thing of this kind.
    fn from_uuid(uuid: Uuid) -> Self;
}

/// A UUIDv7 (RFC 9562) of the moment `at` with `random` filling its 74 free bits.
pub fn uuid_v7(at: Moment, random: [u8; 10]) -> Uuid {
    let millis = u64::try_from(at.as_micros() / 1000).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

/// Declares identifier types: `id_type!(/// 案件 CaseId)`.
#[macro_export]
macro_rules! id_type {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
                 ::serde::Serialize, ::serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $crate::Uuid);
        impl $crate::TypedId for $name {
            fn uuid(self) -> $crate::Uuid { self.0 }
            fn from_uuid(uuid: $crate::Uuid) -> Self { Self(uuid) }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result { self.0.fmt(f) }
        }
        impl ::std::str::FromStr for $name {
            type Err = <$crate::Uuid as ::std::str::FromStr>::Err;
            fn from_str(s: &str) -> Result<Self, Self::Err> { s.parse().map(Self) }
        }
        impl From<$name> for $crate::Value {
            fn from(id: $name) -> Self { $crate::Value::Uuid(id.0) }
        }
        impl $crate::FromValue for $name {
            fn from_value(value: $crate::Value) -> Option<Self> {
                <$crate::Uuid as $crate::FromValue>::from_value(value).map(Self)
            }
        }
    )+};
}

id_type!(
    /// 住民・関係者 (a person, in the register or outside it).
    PersonId,
    /// 世帯.
    HouseholdId,
    /// アカウント (one person's way in; a person may have several).
    AccountId,
    /// 案件 (one matter).
    CaseId,
    /// 発行済みの書類.
    PaperId,
    /// 決裁 (one decision on its route).
    ApprovalId,
    /// 請求.
    BillId,
    /// お知らせ.
    NoticeId,
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_identifiers_sort_after_earlier_ones() {
        let early = uuid_v7(Moment::from_micros(1_000_000_000), [255; 10]);
        let late = uuid_v7(Moment::from_micros(1_000_001_000), [0; 10]);
        assert!(early < late);
        assert_eq!(early.get_version_num(), 7);
    }
}
