//! A turn of the way.

use super::{Open, cycle, to_mend};
use crate::pdca::moving;
use crate::pdca::rules::Event;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use web::{Fields, Visit, WebError};

pub(super) async fn go(
    visit: Visit,
    Path((measure, span)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let open = Open::find(&visit, &measure, &span).await?;
    let event = Event::parse(fields.text("event")).ok_or(WebError::Unreadable("event"))?;
    let (act, seen) = (visit.act("plan.pdca"), open.seen(&fields)?);
    let said = fields.text(event.field()).to_owned();
    match moving::go(visit.house(), &act, visit.signed_in()?, seen, event, said.clone()).await {
        Ok(()) => Ok(visit.see_other(&open.path("?saved=1"))),
        Err(error) => {
            let refused = cycle::Refused { event: Some(event), words: said, wrong: to_mend(error)? };
            Ok(cycle::show(&visit, &open, false, &refused).await?.into_response())
        }
    }
}
