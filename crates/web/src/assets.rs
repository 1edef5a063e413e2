//! Stylesheet, script and pictures, embedded in the program, each under an address that
//! changes with its content so that a browser may keep it for good.

use rust_embed::{Embed, EmbeddedFile};
use std::borrow::Cow;

#[derive(Embed)]
#[folder = "../../assets/dist"]
struct Dist;

/// An embedded file.
#[derive(Debug)]
pub struct Asset {
    /// Its content.
    pub bytes: Cow<'static, [u8]>,
    /// Its media type.
    pub content_type: &'static str,
    /// For `Cache-Control`.
    pub cache_control: &'static str,
}

/// The address of a file, `/assets/{hash}/{name}`; `None` when the assets were not built.
#[must_use]
pub fn href(name: &str) -> Option<String> {
    Some(format!("/assets/{}/{name}", hash(&Dist::get(name)?)))
}

/// The file at `/assets/{hash}/{name}`; another hash than the present one finds nothing, so
/// that no browser keeps a wrong file.
#[must_use]
pub fn find(of: &str, name: &str) -> Option<Asset> {
    let file = Dist::get(name)?;
    (hash(&file) == of).then(|| Asset {
        bytes: file.data,
        content_type: content_type(name),
        cache_control: "public, max-age=31536000, immutable",
    })
}

fn hash(file: &EmbeddedFile) -> String {
    file.metadata.sha256_hash().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_its_file_and_no_other_hash_does() {
        assert_eq!(find("0", "engawa.css").map(|asset| asset.content_type), None);
        let Some(href) = href("engawa.css") else { return };
        let mut parts = href.split('/').skip(2);
        let asset = find(parts.next().unwrap(), parts.next().unwrap()).unwrap();
        assert_eq!(asset.content_type, "text/css; charset=utf-8");
    }

    #[test]
    fn nothing_outside_is_found() {
        for name in ["../build.mjs", "/etc/passwd", ""] {
            assert!(href(name).is_none());
        }
    }
}
