//! How the house asks another house over the network (identity providers, partners). Pages and jobs
//! never open a connection themselves, so that a test can answer in the other house's place.

use futures::future::BoxFuture;

/// A question to another house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Where: an `https://` address, or `http://` on this machine.
    pub url: String,
    /// Headers besides those of the connection.
    pub headers: Vec<(&'static str, String)>,
    /// A form to post; without one, and without a body, it is a GET.
    pub form: Option<String>,
    /// Something else to post.
    pub body: Option<Body>,
}

/// What is posted when it is no form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Its media type.
    pub media_type: &'static str,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The body; never more than a mebibyte.
    pub body: Vec<u8>,
}

/// Why there is no answer. The words are for the log: they carry no personal data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no answer from {host}: {why}")]
pub struct Unreached {
    /// The other house.
    pub host: String,
    /// What went wrong.
    pub why: String,
}

/// What carries questions to other houses. It follows no redirection and waits ten seconds at most.
pub trait Outside: Send + Sync {
    /// Asks, and answers with whatever status the other house chose.
    fn ask(&self, ask: Ask) -> BoxFuture<'_, Result<Reply, Unreached>>;
}

/// A house without a way out: for tools and tests that never ask.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoOutside;

impl Outside for NoOutside {
    fn ask(&self, ask: Ask) -> BoxFuture<'_, Result<Reply, Unreached>> {
        let unreached = Unreached { host: ask.url, why: "this house has no way out".to_owned() };
        Box::pin(std::future::ready(Err(unreached)))
    }
}
