//! Reading a page of our own as a browser does: the fields of a form with what stands in them.

/// A tag with its attributes as they are written.
struct Tag<'p> {
    name: &'p str,
    attributes: &'p str,
    /// What follows it.
    rest: &'p str,
}

/// Walks over the tags of a page. Our own pages quote every attribute, and none holds a `>`.
fn tags(page: &str) -> impl Iterator<Item = Tag<'_>> {
    page.split('<').skip(1).filter_map(|piece| {
        let (tag, rest) = piece.split_once('>')?;
        let (name, attributes) = tag.split_once(|c: char| c.is_whitespace()).unwrap_or((tag, ""));
        Some(Tag { name, attributes, rest })
    })
}

impl Tag<'_> {
    fn get(&self, name: &str) -> Option<String> {
        let padded = format!(" {}", self.attributes);
        let at = padded.find(&format!(" {name}=\""))?;
        let value = padded[at..].split('"').nth(1)?;
        Some(plain(value))
    }

    fn has(&self, name: &str) -> bool {
        self.attributes.split_whitespace().any(|a| a == name)
    }
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// The fields that the form with this `action` would send if nothing were typed.
pub(crate) fn standing(page: &str, action: &str) -> Option<Vec<(String, String)>> {
    let form = page.split("<form").skip(1).find(|f| {
        let head = f.split('>').next().unwrap_or_default();
        head.contains(&format!("action=\"{action}\""))
    })?;
    let form = form.split("</form>").next().unwrap_or_default();
    let mut fields = Vec::new();
    let mut select = None;
    for tag in tags(form) {
        match tag.name {
            "input" => fields.extend(input(&tag)),
            "select" => select = tag.get("name"),
            "/select" => select = None,
            "option" if tag.has("selected") => fields.extend(select.clone().zip(tag.get("value"))),
            "textarea" => fields.extend(tag.get("name").map(|n| (n, plain(tag.rest.trim())))),
            _ => {}
        }
    }
    Some(fields)
}

fn input(tag: &Tag<'_>) -> Option<(String, String)> {
    let kind = tag.get("type").unwrap_or_default();
    let sent = match kind.as_str() {
        "radio" | "checkbox" => tag.has("checked"),
        "file" | "submit" | "button" => false,
        _ => true,
    };
    sent.then(|| Some((tag.get("name")?, tag.get("value").unwrap_or_default()))).flatten()
}

/// The identifiers behind `prefix` in the links of a page, each once, in their order.
pub(crate) fn links(page: &str, prefix: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for rest in page.split(prefix).skip(1) {
        let id: String = rest.chars().take_while(|c| c.is_ascii_hexdigit() || *c == '-').collect();
        if id.len() == 36 && !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_a_browser_would_send_it() {
        let page = r#"<form action="/other"><input name="x" value="1"></form>
            <form method="post" action="/go"><input type="hidden" name="version" value="3">
            <input type="text" name="name" value="&quot;花子&quot; &amp; 太郎" required><input type="radio" name="r" value="a">
            <input type="radio" name="r" value="b" checked><select name="era"><option value="showa">昭和</option>
            <option value="reiwa" selected>令和</option></select><textarea name="words">一言</textarea>
            <input type="file" name="photo"></form>"#;
        let fields = standing(page, "/go").unwrap();
        let expected = [("version", "3"), ("name", "\"花子\" & 太郎"), ("r", "b"), ("era", "reiwa"), ("words", "一言")];
        assert_eq!(fields, expected.map(|(n, v)| (n.to_owned(), v.to_owned())));
        assert!(standing(page, "/elsewhere").is_none());
    }

    #[test]
    fn links_are_found_once() {
        let id = "018f0000-0000-7000-8000-000000000000";
        let page =
            format!("<a href=\"/desk/cases/{id}\">x</a> <a href=\"/desk/cases/{id}?a=1\">y</a> /desk/cases/scan");
        assert_eq!(links(&page, "/desk/cases/"), [id]);
    }
}
