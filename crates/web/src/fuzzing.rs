//! Ways to the readers of outside input, for tests that feed them whatever comes to mind. Not part of
//! the program.

use crate::{cookies, fields, token};
use axum::body::Body;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, HeaderValue, header};

/// A form as browsers send it.
pub fn form(body: &[u8]) {
    if let Ok(fields) = fields::read_pairs(body) {
        assert!(fields.names().all(|name| !fields.text(name).contains('\0')));
    }
}

/// A form with files; the boundary is `x`.
pub fn multipart(body: &[u8]) {
    let request = Request::builder().header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    let Ok(request) = request.body(Body::from(body.to_vec())) else { return };
    futures::executor::block_on(async {
        if let Ok(parts) = Multipart::from_request(request, &()).await
            && let Ok(fields) = fields::read_parts(parts).await
        {
            let files: Vec<_> = fields.names().flat_map(|n| fields.files(n)).collect();
            assert!(files.iter().all(|f| !f.file_name.contains(['/', '\\', '\0', '\r', '\n'])));
        }
    });
}

/// The cookies of a request, and the token of a form.
pub fn cookies(value: &[u8]) {
    let mut headers = HeaderMap::new();
    if let Ok(value) = HeaderValue::from_bytes(value) {
        headers.insert(header::COOKIE, value);
    }
    for secure in [false, true] {
        let _ = (cookies::session(&headers, secure), cookies::view(&headers, secure));
        if let Some(seat) = cookies::seat(&headers, secure) {
            assert_eq!(seat.len(), 22);
        }
    }
    let text = String::from_utf8_lossy(value);
    assert!(!token::holds(&[7; 32], "AAAAAAAAAAAAAAAAAAAAAA", &text), "nobody guesses a token");
    assert!(!token::link_holds(&[7; 32], "purpose", "what", &text), "nor a proof");
    let _ = crate::is_own_path(&text);
}
