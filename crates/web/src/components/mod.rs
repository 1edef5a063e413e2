//! The components of the page kit, named as in the Digital Agency design system (デジタル庁
//! デザインシステム) and catalogued at `/design`.
//!
//! A component is a function. Most give back a small builder that can stand in `html!` as it is:
//!
//! ```ignore
//! html! { (input_text(words, "email", words.t("sign-in-email")).kind("email").required(true)) }
//! ```
//!
//! * The first argument is [`Words`] wherever a component says something itself.
//! * Every label, hint, error and heading may carry furigana (`｜漢字《かんじ》`).
//! * A field `name` gets the id that [`field_id`] gives; hints and errors are wired to it, and
//!   [`error_summary()`] links to it.
//! * Nothing uses the HTML attribute `required`: the server checks, and says what is missing in
//!   the reader's words. `required(true)` shows ※必須 and sets `aria-required`;
//!   `required(false)` shows 任意; saying neither shows no badge.
//! * An empty hint or an error of `None` shows nothing, so that forms kept as data pass them on.

mod accordion;
mod address_fields;
mod banner;
mod breadcrumb;
mod button;
mod card;
mod catalogue;
mod chart;
mod checkbox;
mod chip_label;
mod date_input;
mod description_list;
mod device;
mod error_summary;
mod field;
mod file_upload;
mod form;
mod heading;
mod icon;
mod input_text;
mod line_chart;
mod menu;
mod name_fields;
mod notice;
mod pagination;
mod progress_indicator;
mod qr_code;
mod radio;
mod resource_list;
mod search_box;
mod select;
mod stat_tile;
mod step_navigation;
mod table;
mod textarea;
mod timeline;
mod veranda;

pub use crate::texts::Words;
pub use accordion::{accordion, disclosure};
pub use address_fields::{AddressFields, AddressValue, address_fields};
pub use banner::{Banner, emergency_banner, notification_banner};
pub use breadcrumb::{Crumb, breadcrumb};
pub use button::{Button, button, button_row, link_button};
pub use card::{Card, card, card_grid};
pub use catalogue::catalogue;
pub use chart::{BarChart, bar_chart, figure_text};
pub use checkbox::{CheckboxGroup, checkbox, checkbox_group};
pub use chip_label::chip_label;
pub use date_input::{DateInput, DateValue, date_input};
pub use description_list::{DescriptionList, description_list};
pub use device::{copy_text, passkey_register, passkey_sign_in, print_button};
pub use error_summary::error_summary;
pub use field::{error_text, field_id, form_label, requirement_badge, support_text};
pub use file_upload::{FileUpload, file_upload};
pub use form::{Form, form};
pub use heading::{page_heading, section};
pub use icon::{Icon, icon};
pub use input_text::{InputText, input_text};
pub use line_chart::{LineChart, line_chart};
pub use menu::{MenuItem, drawer, hamburger_menu, language_selector, menu_list, tabs, utility_links};
pub use name_fields::{NameFields, NameValue, name_fields};
pub use notice::{blockquote, empty_state, notice};
pub use pagination::pagination;
pub use progress_indicator::progress_indicator;
pub use qr_code::qr_code;
pub use radio::{RadioGroup, radio_group};
pub use resource_list::{Resource, resource, resource_list};
pub use search_box::search_box;
pub use select::{Select, select};
pub use stat_tile::{StatTile, stat_tile, stat_tiles};
pub use step_navigation::{Step, StepState, step_navigation};
pub use table::{Table, table};
pub use textarea::{Textarea, textarea};
pub use timeline::{Event, event, timeline};
pub use veranda::{hero, mark, veranda};

/// What a banner, chip or notice is about. Each tone has its own colour, shape and words, so
/// that none of them stands alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Neutral,
    /// Something to know.
    Info,
    /// Something is under way.
    Progress,
    /// It went well.
    Success,
    /// Take care.
    Warning,
    /// It failed, or must not wait.
    Error,
}

impl Tone {
    /// All tones.
    pub const ALL: [Self; 6] = [Self::Neutral, Self::Info, Self::Progress, Self::Success, Self::Warning, Self::Error];

    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Progress => "progress",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    pub(crate) const fn icon(self) -> Icon {
        match self {
            Self::Neutral => Icon::Dot,
            Self::Info => Icon::Info,
            Self::Progress => Icon::Clock,
            Self::Success => Icon::Check,
            Self::Warning => Icon::Warning,
            Self::Error => Icon::Error,
        }
    }
}

/// A choice of a radio group, checkbox group or select.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) hint: String,
}

impl Choice {
    /// A choice that sends `value` and reads `label`.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new() }
    }

    /// A line below the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

impl<V: Into<String>, L: Into<String>> From<(V, L)> for Choice {
    fn from((value, label): (V, L)) -> Self {
        Self::new(value, label)
    }
}

#[cfg(test)]
mod tests;
