//! Carries the months on to the plan's last year: a straight line through the closed months (least
//! squares) with the band in which four of five such years would lie, if things go on as they did.

use kernel::Date;
use kernel::fiscal::FiscalYear;
use web::Yearly;

/// With fewer closed months nothing is carried on.
pub(crate) const FEWEST: usize = 6;

/// What the last year of the plan would bring, and the band of 80 in 100.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Forecast {
    pub(crate) value: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// The fiscal year it speaks of.
    pub(crate) year: FiscalYear,
    /// From how many months.
    pub(crate) months: usize,
}

/// Carries `months` (first day and value) on to the fiscal year `year`.
pub(crate) fn forecast(months: &[(Date, f64)], yearly: Yearly, unit: &str, year: FiscalYear) -> Option<Forecast> {
    let line = Line::through(&months.iter().map(|(day, value)| (place(*day), *value)).collect::<Vec<_>>())?;
    // The mean of twelve months, around the middle of the year.
    let at = place(year.start()) + 5.5;
    let (mean, band) = (line.at(at), line.band(at, 12.0));
    let times = if yearly == Yearly::Sum { 12.0 } else { 1.0 };
    let within = |value: f64| if unit == "%" { value.clamp(0.0, 100.0) } else { value.max(0.0) };
    Some(Forecast {
        value: within(mean * times),
        low: within((mean - band) * times),
        high: within((mean + band) * times),
        year,
        months: months.len(),
    })
}

/// Months counted from the year 0.
fn place(day: Date) -> f64 {
    f64::from(day.year()) * 12.0 + f64::from(day.month())
}

struct Line {
    n: f64,
    slope: f64,
    middle: (f64, f64),
    spread: f64,
    /// Standard deviation of the months around the line.
    noise: f64,
}

impl Line {
    fn through(points: &[(f64, f64)]) -> Option<Self> {
        if points.len() < FEWEST {
            return None;
        }
        let n = f64::from(u32::try_from(points.len()).ok()?);
        let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / n;
        let middle = (mean(|p| p.0), mean(|p| p.1));
        let spread: f64 = points.iter().map(|p| (p.0 - middle.0).powi(2)).sum();
        if spread <= 0.0 {
            return None;
        }
        let slope = points.iter().map(|p| (p.0 - middle.0) * (p.1 - middle.1)).sum::<f64>() / spread;
        let off = |p: &(f64, f64)| p.1 - middle.1 - slope * (p.0 - middle.0);
        let noise = (points.iter().map(|p| off(p).powi(2)).sum::<f64>() / (n - 2.0)).sqrt();
        Some(Self { n, slope, middle, spread, noise })
    }

    fn at(&self, x: f64) -> f64 {
        self.middle.1 + self.slope * (x - self.middle.0)
    }

    /// Half the width of the band for the mean of `months` new months around `x`.
    fn band(&self, x: f64, months: f64) -> f64 {
        let away = (x - self.middle.0).powi(2) / self.spread;
        student_90(self.n - 2.0) * self.noise * (1.0 / months + 1.0 / self.n + away).sqrt()
    }
}

/// The 90th percentile of Student's distribution (Cornish and Fisher's expansion; within 0.005 of
/// the tables from four degrees of freedom on).
fn student_90(freedom: f64) -> f64 {
    const Z: f64 = 1.281_551_6;
    let first = (Z.powi(3) + Z) / 4.0;
    let second = (5.0 * Z.powi(5) + 16.0 * Z.powi(3) + 3.0 * Z) / 96.0;
    Z + first / freedom + second / freedom.powi(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::counting::tests::samples::month;
    use proptest::prelude::*;

    fn series(values: impl IntoIterator<Item = f64>) -> Vec<(Date, f64)> {
        values.into_iter().enumerate().map(|(at, value)| (month(2026, 4, at), value)).collect()
    }

    #[test]
    fn five_months_are_not_carried_on_and_six_are() {
        let rising = |n: usize| series((0..n).map(|at| at as f64));
        assert_eq!(forecast(&rising(5), Yearly::Share, "日", FiscalYear(2030)), None);
        let found = forecast(&rising(6), Yearly::Share, "日", FiscalYear(2030)).unwrap();
        assert_eq!(found.months, 6);
        assert!((found.value - 53.5).abs() < 1e-6, "April 2030 is month 48, the middle of that year 53.5");
        assert!((found.high - found.low).abs() < 1e-6, "a straight line leaves no doubt");
    }

    #[test]
    fn the_percentile_is_that_of_the_tables() {
        for (freedom, table) in [(4.0, 1.533), (10.0, 1.372), (30.0, 1.310)] {
            assert!((student_90(freedom) - table).abs() < 0.006, "{freedom}");
        }
    }

    #[test]
    fn a_share_stays_a_share_and_a_count_is_of_the_year() {
        let steep = series((0..12).map(|at| 5.0 * f64::from(at)));
        let share = forecast(&steep, Yearly::Share, "%", FiscalYear(2030)).unwrap();
        assert_eq!((share.value, share.high), (100.0, 100.0));
        let even = forecast(&series([10.0; 12]), Yearly::Sum, "件", FiscalYear(2030)).unwrap();
        assert!((even.value - 120.0).abs() < 1e-6, "ten a month are 120 a year");
    }

    proptest! {
        #[test]
        fn the_value_lies_in_its_band_and_the_band_widens(
            values in prop::collection::vec(0.0..1000.0f64, 6..60),
        ) {
            let months = series(values);
            let near = forecast(&months, Yearly::Recount, "日", FiscalYear(2031)).unwrap();
            prop_assert!(near.low <= near.value && near.value <= near.high);
            let line = Line::through(&months.iter().map(|(d, v)| (place(*d), *v)).collect::<Vec<_>>()).unwrap();
            let last = place(months.last().unwrap().0);
            prop_assert!(line.band(last + 12.0, 12.0) <= line.band(last + 48.0, 12.0) + 1e-9);
        }

        #[test]
        fn it_does_not_matter_where_the_zero_is(values in prop::collection::vec(100.0..200.0f64, 6..36), by in 1.0..50.0f64) {
            let (as_is, moved) = (series(values.clone()), series(values.iter().map(|v| v + by)));
            let of = |months: &[(Date, f64)]| {
                let line = Line::through(&months.iter().map(|(d, v)| (place(*d), *v)).collect::<Vec<_>>()).unwrap();
                (line.slope, line.band(24_400.0, 12.0))
            };
            let (a, b) = (of(&as_is), of(&moved));
            prop_assert!((a.0 - b.0).abs() < 1e-6 && (a.1 - b.1).abs() < 1e-6);
        }
    }
}
