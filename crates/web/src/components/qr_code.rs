//! A QR code in the page, drawn on the server.

use maud::{Markup, PreEscaped, html};
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

/// A QR code with what it is in words, for those who do not see it. What does not fit draws nothing.
#[must_use]
pub fn qr_code(content: &str, label: &str) -> Markup {
    let code = QrCode::with_error_correction_level(content, EcLevel::M);
    let picture = code.map(|c| c.render::<svg::Color<'_>>().min_dimensions(200, 200).quiet_zone(true).build());
    let picture = picture.unwrap_or_default();
    // Without the XML declaration, which has no place inside a page.
    let picture = picture.split_once("?>").map_or(picture.as_str(), |(_, svg)| svg);
    html! { div.qr role="img" aria-label=(label) { (PreEscaped(picture)) } }
}
