//! What carries a message out of the house.

use futures::future::BoxFuture;

/// A message to one person by one channel, complete.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// The address in the channel's own form.
    pub to: String,
    /// The recipient's name, if the channel shows it.
    pub name: Option<String>,
    /// The subject line.
    pub subject: String,
    /// The text.
    pub text: String,
    /// Where one click ends further messages of this kind (RFC 8058), if they may be ended.
    pub unsubscribe: Option<String>,
    /// The same on every attempt, so that a partner can recognise a repetition.
    pub key: String,
}

/// Why a message did not leave.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// It may go later.
    #[error("not now: {0}")]
    Later(String),
    /// This address will never take it.
    #[error("never: {0}")]
    Never(String),
}

/// Carries messages of one channel.
pub trait Sender: Send + Sync {
    /// The channel: `email`, `line`, …
    fn channel(&self) -> &'static str;
    /// Asks the other side whether it would take messages now, without sending one.
    fn answers(&self) -> BoxFuture<'_, Result<(), SendError>> {
        Box::pin(std::future::ready(Ok(())))
    }

    /// Carries one message; answers the partner's name for it.
    fn send(&self, message: Outgoing) -> BoxFuture<'_, Result<String, SendError>>;
}
