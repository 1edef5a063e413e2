//! What a person sent with a form, read with limits and only if the form is ours.

use crate::{Visit, WebError, token};
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;

/// The largest form without files.
const FORM_LIMIT: usize = 512 * 1024;
/// The largest file.
pub const FILE_LIMIT: usize = 10 * 1024 * 1024;
/// The largest form with files.
pub const UPLOAD_LIMIT: usize = 40 * 1024 * 1024;
/// The longest form that a page of ours offers to send once more.
const SENT_AGAIN: usize = 64 * 1024;
const MOST_FIELDS: usize = 2000;
const MOST_FILES: usize = 20;

/// A file as it was sent; its name and claimed type are never trusted.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The name on the person's device, for showing it back to them.
    pub file_name: String,
    /// The content.
    pub bytes: Bytes,
}

/// The fields of a form.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    texts: Vec<(String, String)>,
    files: Vec<(String, Upload)>,
}

impl Fields {
    /// Fields given by name, for tests and for forms that a script made.
    pub fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { texts: pairs.into_iter().collect(), files: Vec::new() }
    }

    /// The first value of a field, without blanks around it; empty when it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.texts.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.trim())
    }

    /// All values of a field.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.texts.iter().filter(|(n, _)| n == name).map(|(_, v)| v.clone()).collect()
    }

    /// Whether the field was sent.
    pub fn has(&self, name: &str) -> bool {
        self.texts.iter().any(|(n, _)| n == name)
    }

    /// The names of all fields sent, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(|(n, _)| n.as_str())
    }

    /// The fields as they can be sent again from a page, if that is possible and wise: no files, no
    /// passwords, not too long.
    pub(crate) fn sendable(&self) -> Option<Vec<(String, String)>> {
        let length: usize = self.texts.iter().map(|(n, v)| n.len() + v.len()).sum();
        let secret = self.texts.iter().any(|(n, _)| n.contains("password"));
        let own = |(name, _): &&(String, String)| name != token::FIELD;
        (self.files.is_empty() && !secret && length <= SENT_AGAIN)
            .then(|| self.texts.iter().filter(own).cloned().collect())
    }

    /// The files of a field; a field left empty has none.
    pub fn files(&self, name: &str) -> Vec<&Upload> {
        self.files.iter().filter(|(n, _)| n == name).map(|(_, f)| f).collect()
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = WebError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebError> {
        let visit = request.extensions().get::<Visit>().cloned();
        let visit = visit.ok_or_else(|| WebError::Internal("no guard".to_owned()))?;
        let header_token = request.headers().get(token::HEADER).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let fields = Fields::read(request, state).await?;
        let token = header_token.as_deref().unwrap_or_else(|| fields.text(token::FIELD));
        if !visit.token_holds(token) {
            return Err(WebError::StaleForm);
        }
        visit.keep_typed(&fields);
        Ok(fields)
    }
}

/// The fields of a form without a token: for what at worst is a nuisance (language, size of the
/// text), so that a page that carries only such forms is the same for everybody.
pub(crate) struct HarmlessFields(pub(crate) Fields);

impl<S: Send + Sync> FromRequest<S> for HarmlessFields {
    type Rejection = WebError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebError> {
        Fields::read(request, state).await.map(Self)
    }
}

impl Fields {
    async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Self, WebError> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if kind.starts_with("multipart/form-data") {
            let parts = Multipart::from_request(request, state).await;
            read_parts(parts.map_err(|_| WebError::Unreadable("multipart"))?).await
        } else if kind.starts_with("application/x-www-form-urlencoded") {
            let body = axum::body::to_bytes(request.into_body(), FORM_LIMIT).await;
            read_pairs(&body.map_err(|_| WebError::TooLarge)?)
        } else {
            Err(WebError::Unreadable("content type"))
        }
    }
}

pub(crate) fn read_pairs(body: &[u8]) -> Result<Fields, WebError> {
    let mut fields = Fields::default();
    for pair in body.split(|b| *b == b'&').filter(|p| !p.is_empty()) {
        if fields.texts.len() == MOST_FIELDS {
            return Err(WebError::TooLarge);
        }
        let mut halves = pair.splitn(2, |b| *b == b'=');
        let name = decode(halves.next().unwrap_or_default())?;
        let value = decode(halves.next().unwrap_or_default())?;
        fields.texts.push((name, clean(value)?));
    }
    Ok(fields)
}

fn decode(bytes: &[u8]) -> Result<String, WebError> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter();
    while let Some(b) = rest.next() {
        out.push(match b {
            b'+' => b' ',
            b'%' => {
                let hex = [rest.next(), rest.next()].map(|d| d.and_then(|d| char::from(*d).to_digit(16)));
                let [Some(high), Some(low)] = hex else { return Err(WebError::Unreadable("percent sign")) };
                u8::try_from(high * 16 + low).unwrap_or_default()
            }
            b => *b,
        });
    }
    String::from_utf8(out).map_err(|_| WebError::Unreadable("not UTF-8"))
}

/// Line ends are made one; NUL, which PostgreSQL cannot keep, is refused.
fn clean(text: String) -> Result<String, WebError> {
    if text.contains('\0') {
        return Err(WebError::Unreadable("NUL"));
    }
    Ok(if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text })
}

pub(crate) async fn read_parts(mut parts: Multipart) -> Result<Fields, WebError> {
    let broken = |_| WebError::Unreadable("multipart");
    let mut fields = Fields::default();
    let mut total = 0;
    while let Some(mut part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let limit = if file_name.is_some() { FILE_LIMIT } else { FORM_LIMIT };
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(broken)? {
            total += chunk.len();
            if bytes.len() + chunk.len() > limit || total > UPLOAD_LIMIT {
                return Err(WebError::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        if fields.texts.len() + fields.files.len() >= MOST_FIELDS || fields.files.len() >= MOST_FILES {
            return Err(WebError::TooLarge);
        }
        match file_name {
            Some(file_name) if !bytes.is_empty() => {
                fields.files.push((name, Upload { file_name: shown_name(&file_name), bytes: bytes.into() }));
            }
            Some(_) => {}
            None => {
                let text = String::from_utf8(bytes).map_err(|_| WebError::Unreadable("not UTF-8"))?;
                fields.texts.push((name, clean(text)?));
            }
        }
    }
    Ok(fields)
}

/// Only the last part of a path, without control characters and without the signs that turn the
/// direction of writing (with them `gpj.exe` reads as a picture), at most 120 letters.
fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let name: String = last.chars().filter(|c| !c.is_control() && !turns(*c)).take(120).collect();
    if name.chars().all(|c| c == '.') { String::new() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fields_are_read_as_browsers_send_them() {
        let fields = read_pairs(b"a=1+2&b=%E7%A8%8E&a=3&c=x%0D%0Ay").unwrap();
        assert_eq!(fields.text("a"), "1 2");
        assert_eq!(fields.all("a"), ["1 2", "3"]);
        assert_eq!(fields.text("b"), "税");
        assert_eq!(fields.text("c"), "x\ny");
        assert_eq!(fields.text("d"), "");
    }

    #[test]
    fn a_page_offers_to_send_again_what_was_typed_but_no_password_and_no_file() {
        let fields = read_pairs(b"_token=t&name=a&words=b%0Ac").unwrap();
        let again = [("name", "a"), ("words", "b\nc")].map(|(n, v)| (n.to_owned(), v.to_owned()));
        assert_eq!(fields.sendable().unwrap(), again);
        assert!(read_pairs(b"email=a&password=b").unwrap().sendable().is_none());
        assert!(read_pairs(&[b"a=".to_vec(), vec![b'x'; SENT_AGAIN + 1]].concat()).unwrap().sendable().is_none());
        let file = ("f".to_owned(), Upload { file_name: "a.png".to_owned(), bytes: Bytes::new() });
        assert!(Fields { files: vec![file], ..fields }.sendable().is_none());
    }

    #[test]
    fn what_cannot_be_kept_is_refused() {
        for bad in [&b"a=%00"[..], b"a=%FF", b"a=%4", b"a=%zz", b"\xff=1"] {
            assert!(matches!(read_pairs(bad), Err(WebError::Unreadable(_))));
        }
        assert!(read_pairs("a=1&".repeat(MOST_FIELDS + 1).as_bytes()).is_err());
    }

    #[test]
    fn a_files_name_is_a_name_and_no_way() {
        for (sent, shown) in [
            ("C:\\Users\\x\\photo.jpg", "photo.jpg"),
            ("../../../etc/passwd", "passwd"),
            ("a\r\nSet-Cookie: b=c.png", "aSet-Cookie: b=c.png"),
            ("x\0.png", "x.png"),
            ("..", ""),
            (".", ""),
            ("\u{202e}gpj.exe", "gpj.exe"),
            ("写真.jpg", "写真.jpg"),
        ] {
            assert_eq!(shown_name(sent), shown, "{sent:?}");
        }
        assert_eq!(shown_name(&"あ".repeat(500)).chars().count(), 120);
    }

    proptest! {
        #[test]
        fn nothing_that_is_sent_breaks_the_reader(body in prop::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(fields) = read_pairs(&body) {
                prop_assert!(fields.names().all(|n| n.len() <= body.len()));
            }
        }
    }
}
