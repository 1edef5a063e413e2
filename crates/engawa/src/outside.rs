//! The house's way out: HTTPS with the world's root certificates, HTTP on this machine only, no
//! redirections, ten seconds, a mebibyte.

use axum::body::Bytes;
use axum::http::{Method, Request, header};
use futures::FutureExt;
use futures::future::BoxFuture;
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use std::time::Duration;
use web::outside::{Ask, Outside, Reply, Unreached};

const PATIENCE: Duration = Duration::from_secs(10);
const MOST: usize = 1024 * 1024;

/// Asks other houses over the network.
pub(crate) struct Network(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

impl Default for Network {
    fn default() -> Self {
        let connector = HttpsConnectorBuilder::new().with_webpki_roots().https_or_http().enable_http1().build();
        Self(Client::builder(TokioExecutor::new()).build(connector))
    }
}

impl Outside for Network {
    fn ask(&self, ask: Ask) -> BoxFuture<'_, Result<Reply, Unreached>> {
        async move {
            let host = host_of(&ask.url);
            let unreached = |why: String| Unreached { host: host.clone(), why };
            match tokio::time::timeout(PATIENCE, self.answered(ask)).await {
                Ok(Ok(reply)) => Ok(reply),
                Ok(Err(why)) => Err(unreached(why)),
                Err(_) => Err(unreached("no answer in ten seconds".to_owned())),
            }
        }
        .boxed()
    }
}

impl Network {
    async fn answered(&self, ask: Ask) -> Result<Reply, String> {
        let words =
            |e: &dyn std::error::Error| e.source().map_or_else(|| e.to_string(), |inner| format!("{e}: {inner}"));
        let request = request(ask)?;
        let response = self.0.request(request).await.map_err(|e| words(&e))?;
        let status = response.status().as_u16();
        let body = Limited::new(response.into_body(), MOST).collect().await.map_err(|e| e.to_string())?;
        Ok(Reply { status, body: body.to_bytes().to_vec() })
    }
}

fn request(ask: Ask) -> Result<Request<Full<Bytes>>, String> {
    let uri: axum::http::Uri = ask.url.parse().map_err(|_| "the address cannot be read".to_owned())?;
    let local = matches!(uri.host(), Some("localhost" | "127.0.0.1"));
    if uri.scheme_str() != Some("https") && !local {
        return Err("only https leaves this machine".to_owned());
    }
    let posted = match (ask.form, ask.body) {
        (Some(form), _) => Some(("application/x-www-form-urlencoded", form.into_bytes())),
        (None, body) => body.map(|b| (b.media_type, b.bytes)),
    };
    let method = if posted.is_some() { Method::POST } else { Method::GET };
    let mut request = Request::builder().method(method).uri(uri).header(header::USER_AGENT, "engawa");
    if let Some((media_type, _)) = &posted {
        request = request.header(header::CONTENT_TYPE, *media_type);
    }
    for (name, value) in ask.headers {
        request = request.header(name, value);
    }
    request.body(Full::from(posted.map(|(_, bytes)| bytes).unwrap_or_default())).map_err(|e| e.to_string())
}

/// The host alone: addresses may carry what belongs in no log.
fn host_of(url: &str) -> String {
    url.parse::<axum::http::Uri>().ok().and_then(|uri| uri.host().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_this_machine_in_clear_text() {
        let ask = |url: &str| request(Ask { url: url.to_owned(), headers: vec![], form: None, body: None });
        assert!(ask("http://provider.example/token").is_err());
        assert!(ask("ftp://provider.example/token").is_err());
        assert!(ask("not an address").is_err());
        assert!(ask("https://provider.example/token").is_ok());
        assert!(ask("http://127.0.0.1:3000/token").is_ok());
    }

    #[tokio::test]
    async fn a_house_that_is_not_there_is_named_without_what_was_asked() {
        let ask =
            Ask { url: "http://127.0.0.1:1/token?code=secret".to_owned(), headers: vec![], form: None, body: None };
        let error = Network::default().ask(ask).await.unwrap_err().to_string();
        assert!(error.contains("127.0.0.1") && !error.contains("secret"), "{error}");
    }
}
