//! What came back, asked as a person would look at it.

use axum::body::Bytes;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use http_body_util::BodyExt;
use scraper::{Html, Selector};

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
}

impl Answer {
    pub(crate) async fn read(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("the body is read").to_bytes();
        Self { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body without the form token, which is another in every answer.
    pub fn steady(&self) -> String {
        let tokens = self.attributes("input[name=_token]", "value");
        tokens.iter().fold(self.text(), |text, token| text.replace(token, ""))
    }

    /// Where it leads, if it leads on.
    pub fn location(&self) -> Option<&str> {
        self.headers.get(header::LOCATION)?.to_str().ok()
    }

    /// The texts of all elements that `css` finds, blanks folded.
    pub fn select(&self, css: &str) -> Vec<String> {
        let selector = Selector::parse(css).expect("a selector");
        let page = Html::parse_document(&self.text());
        let texts = page.select(&selector).map(|e| e.text().collect::<String>());
        texts.map(|t| t.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }

    /// The values of an attribute of all elements that `css` finds.
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        let selector = Selector::parse(css).expect("a selector");
        let page = Html::parse_document(&self.text());
        page.select(&selector).filter_map(|e| e.value().attr(name).map(str::to_owned)).collect()
    }

    /// Whether `words` stand on the page.
    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// Expects that it leads on, and answers where.
    ///
    /// # Panics
    /// When it does not.
    pub fn leads_on(&self) -> String {
        assert_eq!(self.status, 303, "{}", self.text());
        self.location().expect("a location").to_owned()
    }
}
