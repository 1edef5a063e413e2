//! Atom (RFC 4287): what changed, for whoever subscribes instead of looking again.

use kernel::Moment;
use maud::{Markup, PreEscaped, html};

/// How long a reader program should wait before it asks again.
pub const CACHE: &str = "public, max-age=300";
/// The media type of [`Feed::atom`].
pub const ATOM: &str = "application/atom+xml; charset=utf-8";

/// A feed in Japanese.
#[derive(Debug, Clone)]
pub struct Feed {
    /// Its name.
    pub title: String,
    /// The page that says the same to people; also the feed's identifier.
    pub page: String,
    /// The feed's own address.
    pub own: String,
    /// Who speaks.
    pub author: String,
    /// Newest first.
    pub entries: Vec<FeedEntry>,
}

/// Something that happened.
#[derive(Debug, Clone)]
pub struct FeedEntry {
    /// An identifier that never changes (`urn:uuid:…`, `tag:…`).
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Its text.
    pub text: String,
    /// Where people read it.
    pub page: String,
    /// When it happened.
    pub at: Moment,
}

impl Feed {
    /// The feed as a file.
    #[must_use]
    pub fn atom(&self) -> String {
        let updated = self.entries.first().map_or(Moment::from_micros(0), |e| e.at);
        let feed = html! {
            feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ja" {
                title { (self.title) }
                id { (self.page) }
                updated { (updated.rfc3339()) }
                author { name { (self.author) } }
                (link("alternate", &self.page)) (link("self", &self.own))
                @for entry in &self.entries { (one(entry)) }
            }
        };
        format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{}\n", feed.into_string())
    }
}

fn one(entry: &FeedEntry) -> Markup {
    html! {
        entry {
            title { (entry.title) }
            id { (entry.id) }
            updated { (entry.at.rfc3339()) }
            published { (entry.at.rfc3339()) }
            (link("alternate", &entry.page))
            content type="text" { (entry.text) }
        }
    }
}

/// `<link>` has an end of its own in XML and none in HTML, so it is written by hand.
fn link(rel: &str, href: &str) -> Markup {
    let href = html! { (href) }.into_string();
    PreEscaped(format!("<link rel=\"{rel}\" href=\"{href}\"/>"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_title_and_no_address_breaks_the_file() {
        let bad = "<b>&\"'".to_owned();
        let entry = FeedEntry {
            id: "urn:x".into(),
            title: bad.clone(),
            text: bad.clone(),
            page: bad.clone(),
            at: Moment::from_micros(0),
        };
        let feed = Feed { title: bad.clone(), page: "p".into(), own: "o".into(), author: bad, entries: vec![entry] };
        let text = feed.atom();
        assert!(!text.contains("<b>") && text.contains("&lt;b&gt;&amp;&quot;"));
        assert!(text.contains("<link rel=\"self\" href=\"o\"/>"));
    }
}
