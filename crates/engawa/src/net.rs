//! Asking other machines by HTTP: the one client that stores of objects and the collector of
//! traces share. TLS by rustls with the public authorities of the web.

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Body;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use std::time::Duration;

/// An idle connection is let go after this long.
const IDLE: Duration = Duration::from_secs(60);
const CONNECT: Duration = Duration::from_secs(5);

/// A client whose requests have bodies of type `B`.
pub(crate) type Https<B> = Client<HttpsConnector<HttpConnector>, B>;

/// A client; plain HTTP is for addresses that say so.
///
/// # Errors
/// When TLS cannot be set up.
pub(crate) fn client<B>() -> Result<Https<B>, String>
where
    B: Body + Send,
    B::Data: Send,
{
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_connect_timeout(Some(CONNECT));
    tcp.set_nodelay(true);
    let provider = rustls::crypto::ring::default_provider();
    let tls = HttpsConnectorBuilder::new().with_provider_and_webpki_roots(provider).map_err(|e| e.to_string())?;
    let connector = tls.https_or_http().enable_http1().wrap_connector(tcp);
    let mut builder = Client::builder(TokioExecutor::new());
    Ok(builder.pool_idle_timeout(IDLE).pool_timer(TokioTimer::new()).build(connector))
}

/// Sends `body` and answers the status.
///
/// # Errors
/// What stood in the way, without the address.
pub(crate) async fn post(
    client: &Https<Full<Bytes>>,
    request: hyper::Request<Full<Bytes>>,
    limit: Duration,
) -> Result<u16, String> {
    let asked = async {
        let answer = client.request(request).await.map_err(|e| e.to_string())?;
        let status = answer.status().as_u16();
        // Read to its end, so that the connection can be used again.
        let _ = answer.into_body().collect().await;
        Ok(status)
    };
    tokio::time::timeout(limit, asked).await.unwrap_or_else(|_| Err("no answer in time".to_owned()))
}
