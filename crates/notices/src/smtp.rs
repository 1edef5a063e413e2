//! Mail by SMTP: one message a person, text only, with the headers that mail programs and
//! answering machines need.

use futures::future::BoxFuture;
use kernel::{Clock, Email};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::{self, response::Severity};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};
use web::send::{Outgoing, SendError, Sender};

/// How the town sends mail.
#[derive(Clone)]
pub struct Config {
    /// `smtp://host:25` (plain), `smtp://user:password@host:587?tls=required` (STARTTLS) or
    /// `smtps://user:password@host:465` (TLS); letters in user and password that an address
    /// cannot hold are percent-encoded.
    pub url: String,
    /// Who the mails come from.
    pub from: Letterhead,
}

impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Config").field("from", &self.from).finish_non_exhaustive()
    }
}

/// Who mails come from.
#[derive(Debug, Clone)]
pub struct Letterhead {
    /// The address.
    pub address: Email,
    /// The name beside it.
    pub name: String,
}

impl Letterhead {
    /// As the town's settings have it.
    pub fn of(town: &town::Town) -> Self {
        let name = town.settings.mail_from_name.clone().unwrap_or_else(|| town.municipality.name.clone());
        Self { address: town.settings.mail_from.clone(), name }
    }
}

/// Carries mail to a server of the town.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Letterhead,
    clock: Arc<dyn Clock>,
}

impl Smtp {
    /// A sender that connects when there is something to send.
    ///
    /// # Errors
    /// When the address of the server cannot be read; the text holds neither user nor password.
    pub fn new(config: &Config, clock: Arc<dyn Clock>) -> Result<Self, String> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&config.url)
            .map_err(|_| "the address of the mail server cannot be read".to_owned())?;
        let transport = builder.timeout(Some(Duration::from_secs(20))).build();
        Ok(Self { transport, from: config.from.clone(), clock })
    }
}

impl Sender for Smtp {
    fn channel(&self) -> &'static str {
        "email"
    }

    fn answers(&self) -> BoxFuture<'_, Result<(), SendError>> {
        Box::pin(async move {
            match self.transport.test_connection().await {
                Ok(true) => Ok(()),
                Ok(false) => Err(SendError::Later("the mail server does not answer".to_owned())),
                Err(e) => Err(meaning(&e)),
            }
        })
    }

    fn send(&self, message: Outgoing) -> BoxFuture<'_, Result<String, SendError>> {
        Box::pin(async move {
            let (mail, id) = compose(&message, &self.from, self.clock.as_ref())?;
            self.transport.send(mail).await.map(|_| id).map_err(|e| meaning(&e))
        })
    }
}

/// The whole mail and its Message-ID, which is the same on every attempt.
pub(crate) fn compose(
    message: &Outgoing,
    from: &Letterhead,
    clock: &dyn Clock,
) -> Result<(Message, String), SendError> {
    let never = |what: &str| SendError::Never(format!("the {what} cannot be written in a mail"));
    let to: Address = message.to.parse().map_err(|_| never("address"))?;
    let sender: Address = from.address.to_string().parse().map_err(|_| never("sender"))?;
    let id = format!("<{}@{}>", safe_key(&message.key), from.address.domain());
    let seconds = u64::try_from(clock.now().as_micros() / 1_000_000).unwrap_or(0);
    let mut builder = Message::builder()
        .from(Mailbox::new(Some(from.name.clone()), sender))
        .to(Mailbox::new(message.name.clone().filter(|n| !n.is_empty()), to))
        .date(UNIX_EPOCH + Duration::from_secs(seconds))
        .message_id(Some(id.clone()))
        .subject(one_line(&message.subject))
        .header(ContentType::TEXT_PLAIN)
        .raw_header(ascii("Auto-Submitted", "auto-generated"));
    if let Some(end) = &message.unsubscribe {
        builder = builder.raw_header(ascii("List-Unsubscribe", &format!("<{end}>")));
        // RFC 8058 §3.1 wants an https address; over plain http the link is shown without the click.
        if end.starts_with("https://") {
            builder = builder.raw_header(ascii("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
    }
    let mail = builder.body(message.text.clone()).map_err(|_| never("text"))?;
    Ok((mail, id))
}

/// A header of plain letters that the house made itself; folding would break a link.
fn ascii(name: &'static str, value: &str) -> HeaderValue {
    let value: String = value.chars().filter(char::is_ascii_graphic).collect();
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), value.clone(), value)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A key as part of a Message-ID: what does not belong there is dropped.
pub(crate) fn safe_key(key: &str) -> String {
    key.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
}

/// What a server's answer means for the message. Only its code is kept: servers repeat addresses
/// in their words.
fn meaning(error: &smtp::Error) -> SendError {
    let Some(code) = error.status() else {
        let kind = if error.is_timeout() { "the mail server is slow" } else { "the mail server does not answer" };
        return SendError::Later(kind.to_owned());
    };
    let text = code.to_string();
    // 530 and 534 to 538 speak of our own sign-in: no fault of the recipient.
    let ours = matches!(text.as_str(), "530" | "534" | "535" | "538");
    if code.severity == Severity::PermanentNegativeCompletion && !ours {
        SendError::Never(text)
    } else {
        SendError::Later(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Moment;

    struct Still;
    impl Clock for Still {
        fn now(&self) -> Moment {
            Moment::from_micros(1_780_272_000_000_000)
        }
    }

    fn mail(subject: &str, unsubscribe: Option<&str>) -> String {
        let from = Letterhead { address: "yakuba@town.example".parse().unwrap(), name: "小野町".to_owned() };
        let message = Outgoing {
            to: "a@example.jp".to_owned(),
            name: Some("見本 花子".to_owned()),
            subject: subject.to_owned(),
            text: "こんにちは。\n".to_owned(),
            unsubscribe: unsubscribe.map(str::to_owned),
            key: "0198-key\r\nX: y".to_owned(),
        };
        let (mail, id) = compose(&message, &from, &Still).unwrap();
        assert_eq!(id, "<0198-keyXy@town.example>");
        String::from_utf8(mail.formatted()).unwrap()
    }

    #[test]
    fn a_line_break_in_a_subject_or_key_makes_no_header() {
        let mail = mail("a\r\nBcc: x@example.com", None);
        let (head, _) = mail.split_once("\r\n\r\n").unwrap();
        let names: Vec<_> =
            head.lines().filter(|l| !l.starts_with([' ', '\t'])).filter_map(|l| l.split(':').next()).collect();
        assert!(!names.contains(&"Bcc") && !names.contains(&"X"), "{names:?}");
    }

    #[test]
    fn one_click_is_offered_over_https_alone_and_official_mail_has_no_end() {
        let https = mail("s", Some("https://town.example/unsubscribe/1/p"));
        assert!(https.contains("List-Unsubscribe: <https://town.example/unsubscribe/1/p>\r\n"));
        assert!(https.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
        let http = mail("s", Some("http://localhost/unsubscribe/1/p"));
        assert!(http.contains("List-Unsubscribe: ") && !http.contains("List-Unsubscribe-Post"));
        assert!(!mail("s", None).contains("List-Unsubscribe"));
    }
}
