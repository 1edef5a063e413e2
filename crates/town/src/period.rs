//! From when until when a line of the town's rules holds.

use kernel::Date;

/// Days on which something holds, both ends included; an open end holds for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
}

impl Period {
    /// Whether it holds on `day`.
    pub fn holds_on(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether there is a day on which both hold.
    pub fn overlaps(self, other: Self) -> bool {
        fn starts_in_time(a: Period, b: Period) -> bool {
            match (a.from, b.until) {
                (Some(from), Some(until)) => from <= until,
                _ => true,
            }
        }
        starts_in_time(self, other) && starts_in_time(other, self)
    }

    /// Whether the last day lies before the first.
    pub fn is_backwards(self) -> bool {
        matches!((self.from, self.until), (Some(from), Some(until)) if until < from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: i16) -> Date {
        let start = Date::constant(2026, 1, 1);
        (0..n).fold(start, |d, _| d.tomorrow().unwrap_or(d))
    }

    fn period() -> impl Strategy<Value = Period> {
        (proptest::option::of(0_i16..40), proptest::option::of(0_i16..40))
            .prop_map(|(a, b)| Period { from: a.map(day), until: b.map(day) })
    }

    proptest! {
        /// Two forward periods overlap exactly when some day belongs to both.
        #[test]
        fn overlapping_is_sharing_a_day(a in period(), b in period()) {
            prop_assume!(!a.is_backwards() && !b.is_backwards());
            let shared = (0..40).map(day).any(|d| a.holds_on(d) && b.holds_on(d));
            prop_assert_eq!(a.overlaps(b), shared);
        }
    }
}
