//! Small line drawings, 24 units square, drawn for Engawa. They repeat what words say and are
//! hidden from screen readers.

use maud::{Markup, PreEscaped, html};

/// Which drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named by what it shows")]
pub enum Icon {
    Dot,
    Info,
    Clock,
    Check,
    Warning,
    Error,
    Search,
    Menu,
    Close,
    Right,
    Left,
    Down,
    External,
    Person,
    Family,
    Bell,
    Document,
    Certificate,
    Phone,
    Calendar,
    Camera,
    Print,
    Copy,
    Key,
    Yen,
    Home,
    Leaf,
    Heart,
    Speech,
    Shield,
    Gear,
    Globe,
    Help,
    Letter,
    Mountain,
}

impl Icon {
    /// All drawings.
    pub const ALL: [Self; 35] = [
        Self::Dot,
        Self::Info,
        Self::Clock,
        Self::Check,
        Self::Warning,
        Self::Error,
        Self::Search,
        Self::Menu,
        Self::Close,
        Self::Right,
        Self::Left,
        Self::Down,
        Self::External,
        Self::Person,
        Self::Family,
        Self::Bell,
        Self::Document,
        Self::Certificate,
        Self::Phone,
        Self::Calendar,
        Self::Camera,
        Self::Print,
        Self::Copy,
        Self::Key,
        Self::Yen,
        Self::Home,
        Self::Leaf,
        Self::Heart,
        Self::Speech,
        Self::Shield,
        Self::Gear,
        Self::Globe,
        Self::Help,
        Self::Letter,
        Self::Mountain,
    ];

    const fn strokes(self) -> &'static str {
        match self {
            Self::Dot => "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z",
            Self::Info => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v6M12 7.5v.01",
            Self::Clock => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2",
            Self::Check => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.3l2.8 2.8L16 9.6",
            Self::Warning => "M12 4 2.8 20h18.4zM12 10v4.5M12 17.2v.01",
            Self::Error => "M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM12 7.5v6M12 16.6v.01",
            Self::Search => "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 21 21",
            Self::Menu => "M4 6.5h16M4 12h16M4 17.5h16",
            Self::Close => "M6 6l12 12M18 6 6 18",
            Self::Right => "M9 5l7 7-7 7",
            Self::Left => "M15 5l-7 7 7 7",
            Self::Down => "M5 9l7 7 7-7",
            Self::External => "M10 5H5v14h14v-5M14 4h6v6M20 4l-9 9",
            Self::Person => "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20c.6-4 3.6-6 7.5-6s6.9 2 7.5 6",
            Self::Family => {
                "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM2.5 20c.3-4.2 2.3-6.5 5.5-6.5 2 0 3.5.9 4.5 2.5M17 10.5a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6zM12.8 20.5c.4-2.3 1.9-3.5 4.2-3.5s3.8 1.2 4.2 3.5"
            }
            Self::Bell => "M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 21h4M12 3v2",
            Self::Document => "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
            Self::Certificate => {
                "M5 3h14v11H5zM8.5 7h7M8.5 10.5h4M15.5 13a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM14 17.8V22l1.5-1 1.5 1v-4.2"
            }
            Self::Phone => {
                "M5 4h4l1.5 4.5L8 10.3c1.2 2.6 3.1 4.5 5.7 5.7l1.8-2.5L20 15v4c0 .8-.6 1.3-1.4 1.2C11 19.5 4.5 13 3.8 5.4 3.7 4.6 4.2 4 5 4z"
            }
            Self::Calendar => "M4 5.5h16V20H4zM4 10h16M8 3v4M16 3v4M8 14h.01M12 14h.01M16 14h.01M8 17h.01M12 17h.01",
            Self::Camera => "M4 7.5h4l1.5-2.5h5L16 7.5h4V19H4zM12 9.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
            Self::Print => "M7 9V3.5h10V9M7 17H4V9h16v8h-3M7 14h10v6.5H7z",
            Self::Copy => "M9 8h11v13H9zM15 8V3H4v13h5",
            Self::Key => "M8 8a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM12.5 12.5H21V16M17.5 12.5V15",
            Self::Yen => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.5 7.5 12 12l3.5-4.5M12 12v5M9 12.5h6M9 15h6",
            Self::Home => "M3.5 11.5 12 4l8.5 7.5M6 9.5V20h12V9.5M10 20v-5.5h4V20",
            Self::Leaf => "M5 19C4 10 9.5 4.5 20 4c.5 10.5-5 16-13 15M5 21c1-5 4-9 9-11.5",
            Self::Heart => "M12 20C6 15.5 3.5 12.5 3.5 9A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 8.5 2c0 3.5-2.5 6.5-8.5 11z",
            Self::Speech => "M4 5h16v11h-8l-4.5 4v-4H4zM8 9.5h8M8 12.5h5",
            Self::Shield => "M12 3 4.5 6v5.5c0 4.5 3 7.7 7.5 9.5 4.5-1.8 7.5-5 7.5-9.5V6zM8.8 12l2.3 2.3 4.2-4.6",
            Self::Gear => {
                "M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM12 2.5v3M12 18.5v3M2.5 12h3M18.5 12h3M5.3 5.3l2.1 2.1M16.6 16.6l2.1 2.1M5.3 18.7l2.1-2.1M16.6 7.4l2.1-2.1"
            }
            Self::Globe => {
                "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 2.6 4 5.6 4 9s-1 6.4-4 9c-3-2.6-4-5.6-4-9s1-6.4 4-9z"
            }
            Self::Help => {
                "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.3 9.5c.2-1.6 1.3-2.5 2.8-2.5 1.6 0 2.7 1 2.7 2.4 0 2-2.7 2.2-2.7 4.3M12 17v.01"
            }
            Self::Letter => "M3.5 5.5h17v13h-17zM4 6.5l8 6.5 8-6.5",
            Self::Mountain => "M2.5 19 9.5 7l4.3 7.3 2.2-3.3L21.5 19z",
        }
    }
}

/// A drawing in the colour of the words around it.
#[must_use]
pub fn icon(which: Icon) -> Markup {
    html! {
        svg.icon viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false" {
            path d=(PreEscaped(which.strokes())) {}
        }
    }
}
