//! Types whose outer form is one text: in records, in JSON, in forms.

/// Gives a type with `Display` and `FromStr` its text form in serde and in [`Value`](crate::Value).
macro_rules! text_form {
    ($t:ty) => {
        impl ::serde::Serialize for $t {
            fn serialize<S: ::serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
        impl<'de> ::serde::Deserialize<'de> for $t {
            fn deserialize<D: ::serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <String as ::serde::Deserialize>::deserialize(d)?;
                text.parse().map_err(::serde::de::Error::custom)
            }
        }
        impl From<$t> for $crate::Value {
            fn from(x: $t) -> Self {
                Self::Text(x.to_string())
            }
        }
        impl From<&$t> for $crate::Value {
            fn from(x: &$t) -> Self {
                Self::Text(x.to_string())
            }
        }
        impl $crate::FromValue for $t {
            fn from_value(value: $crate::Value) -> Option<Self> {
                <String as $crate::FromValue>::from_value(value)?.parse().ok()
            }
        }
    };
}
pub(crate) use text_form;
