//! Where files and copies are: a folder, or a store of objects that speaks S3.

use crate::command_line::Place;
use crate::failure::Failure;
use crate::net::{self, Https};
use http_body_util::BodyExt;
use object_store::aws::AmazonS3Builder;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody, HttpResponse, HttpResponseBody,
    HttpService,
};
use object_store::prefix::PrefixStore;
use object_store::{ClientOptions, ObjectStore, RetryConfig};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::Blobs;
use store::backup::Vault;

const S3: &str = "s3://";
/// One request; a file of 20 MB over a slow line.
const LIMIT: Duration = Duration::from_secs(60);

/// The files of an installation.
pub(crate) fn blobs(place: &Place) -> Result<Blobs, Failure> {
    match place.keeping.blobs.as_deref() {
        None => Ok(Blobs::in_folder(&place.data)?),
        Some(url) if url.starts_with(S3) => Ok(Blobs::in_store(objects(url)?)),
        Some(folder) => Ok(Blobs::in_folder(Path::new(folder))?),
    }
}

/// A place of copies.
pub(crate) fn vault(place: &str) -> Result<Vault, Failure> {
    if place.starts_with(S3) { Ok(Vault::in_store(objects(place)?)) } else { Ok(Vault::in_folder(Path::new(place))?) }
}

fn objects(url: &str) -> Result<Arc<dyn ObjectStore>, Failure> {
    let (bucket, prefix) = url.trim_start_matches(S3).split_once('/').unwrap_or((url.trim_start_matches(S3), ""));
    let retry = RetryConfig { max_retries: 3, retry_timeout: Duration::from_secs(20), ..RetryConfig::default() };
    // The environment that all tools for such stores share: AWS_ENDPOINT_URL, AWS_REGION, keys.
    let builder = AmazonS3Builder::from_env().with_bucket_name(bucket).with_retry(retry).with_http_connector(Connector);
    let store = builder.build().map_err(|e| {
        Failure::cannot("S3 の指定を読めません（AWS_… の環境変数を確かめてください）", format!("{S3}…: {e}"))
    })?;
    Ok(match prefix.trim_matches('/') {
        "" => Arc::new(store),
        prefix => Arc::new(PrefixStore::new(store, prefix)),
    })
}

/// Our own client under the store's: no second TLS library, no second HTTP library.
#[derive(Debug)]
struct Connector;

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let client = net::client().map_err(|e| object_store::Error::Generic { store: "S3", source: e.into() })?;
        Ok(HttpClient::new(Asking(client)))
    }
}

#[derive(Debug)]
struct Asking(Https<HttpRequestBody>);

#[async_trait::async_trait]
impl HttpService for Asking {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let answer = match tokio::time::timeout(LIMIT, self.0.request(request)).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(e)) if e.is_connect() => return Err(HttpError::new(HttpErrorKind::Connect, e)),
            Ok(Err(e)) => return Err(HttpError::new(HttpErrorKind::Request, e)),
            Err(e) => return Err(HttpError::new(HttpErrorKind::Timeout, e)),
        };
        let (parts, body) = answer.into_parts();
        let body = body.map_err(|e| HttpError::new(HttpErrorKind::Interrupted, e));
        Ok(HttpResponse::from_parts(parts, HttpResponseBody::new(body)))
    }
}
