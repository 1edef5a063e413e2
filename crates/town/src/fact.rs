//! A value together with whether anybody has confirmed it.

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, IntoDeserializer, MapAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// A value from a public source or still to be confirmed. In TOML either the bare value
/// (not confirmed) or `{ value = …, verified = true, source = "…" }`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fact<T> {
    /// The value.
    pub value: T,
    /// Whether it was seen in the named source; `false` is shown as 「確認中」.
    pub verified: bool,
    /// Where it was seen.
    pub source: Option<String>,
}

/// A place on the map in degrees (JGD2011, which the browser's maps draw as WGS 84).
#[derive(Debug, Clone, Copy, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Latitude.
    pub lat: f64,
    /// Longitude.
    pub lng: f64,
}

impl Point {
    /// Whether the point lies within Japan's bounds; catches swapped or mistyped coordinates.
    pub fn in_japan(self) -> bool {
        (20.0..46.0).contains(&self.lat) && (122.0..154.0).contains(&self.lng)
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<T> {
    value: T,
    #[serde(default)]
    verified: bool,
    source: Option<String>,
}

struct FactVisitor<T>(PhantomData<T>);

macro_rules! bare {
    ($($name:ident: $kind:ty),+) => {$(
        fn $name<E: serde::de::Error>(self, value: $kind) -> Result<Fact<T>, E> {
            let value = T::deserialize(value.into_deserializer())?;
            Ok(Fact { value, verified: false, source: None })
        }
    )+};
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for FactVisitor<T> {
    type Value = Fact<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or { value, verified, source }")
    }

    bare!(visit_str: &str, visit_i64: i64, visit_f64: f64, visit_bool: bool);

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Fact<T>, A::Error> {
        let written = Written::<T>::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Fact { value: written.value, verified: written.verified, source: written.source })
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Fact<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FactVisitor(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Line {
        phone: Fact<String>,
    }

    #[test]
    fn a_bare_value_is_not_confirmed() {
        let line: Line = toml::from_str("phone = '0000-00-0000'").unwrap();
        assert!(!line.phone.verified);
        assert_eq!(line.phone.value, "0000-00-0000");
    }

    #[test]
    fn a_confirmed_value_names_its_source() {
        let text = "phone = { value = '0000-00-0000', verified = true, source = '広報' }";
        let line: Line = toml::from_str(text).unwrap();
        assert!(line.phone.verified);
        assert_eq!(line.phone.source.as_deref(), Some("広報"));
        assert!(toml::from_str::<Line>("phone = { value = 'x', verfied = true }").is_err());
    }
}
