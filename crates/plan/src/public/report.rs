//! `/plan/report/{year}.pdf`: the year on paper, from the same figures as the pages.

use super::sheet;
use crate::book;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use kernel::fiscal::FiscalYear;
use std::sync::Arc;
use web::press::{PressError, Sheet};
use web::{House, Visit, WebError};

/// So long one report is given out before it is set again.
const SECONDS: i64 = 600;

pub(super) async fn file(visit: Visit, Path(file): Path<String>) -> Result<Response, WebError> {
    let year = year_of(&file).ok_or(WebError::NotFound)?;
    let plan = book::on(visit.house(), visit.now().date()).await?;
    let begun = FiscalYear::of(visit.now().date());
    if year < plan.years.0 || year > plan.years.1 || year > begun {
        return Err(WebError::NotFound);
    }
    let pdf = report(visit.house(), year).await?;
    let name = format!("inline; filename=\"plan-{}.pdf\"", year.0);
    let headers = [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, pdf.as_ref().clone()).into_response())
}

/// `2026.pdf`.
fn year_of(file: &str) -> Option<FiscalYear> {
    let year: i16 = file.strip_suffix(".pdf")?.parse().ok()?;
    (2000..2100).contains(&year).then_some(FiscalYear(year))
}

/// The file; the data are gathered first, as figures are remembered in the same place.
async fn report(house: &House, year: FiscalYear) -> Result<Arc<Vec<u8>>, WebError> {
    let data = sheet::of_year(house, year).await?;
    let title = data["title"].as_str().unwrap_or_default().to_owned();
    let mut paper = Sheet::new("plan_report", title, data);
    paper.lang = "ja".to_owned();
    let key = format!("plan report {}", year.0);
    let set = async { house.typeset(paper).await.map_err(unset) };
    house.remember(key, SECONDS, set).await
}

fn unset(error: PressError) -> WebError {
    WebError::Internal(format!("plan report: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_asked_for_by_its_year_and_nothing_else() {
        assert_eq!(year_of("2026.pdf"), Some(FiscalYear(2026)));
        assert!(["2026", "26.pdf", "x.pdf", "-1.pdf", "2026.pdf.pdf"].iter().all(|f| year_of(f).is_none()));
    }
}
