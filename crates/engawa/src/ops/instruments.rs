//! What only the running program knows: its settings, what it counted, how the mail server
//! answered. One on the shelf of a house; a house of a test has an empty one.

use crate::settings::Upkeep;
use crate::watch::{Token, Traffic};
use axum::extract::{ConnectInfo, Request};
use kernel::Moment;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use web::{House, Proxies};

fn is_near(peer: IpAddr) -> bool {
    match peer.to_canonical() {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local(),
    }
}

/// How the mail server answered, and when.
pub(crate) type MailAnswer = (Moment, Result<(), String>);

/// The instruments of a house.
#[derive(Default)]
pub(crate) struct Instruments {
    pub(crate) upkeep: Upkeep,
    pub(crate) traffic: Arc<Traffic>,
    pub(crate) token: Token,
    /// Somebody connects who speaks for others but is no proxy that the town named.
    pub(crate) stranger: AtomicBool,
    /// One copy, drill or verification at a time.
    pub(crate) busy: tokio::sync::Mutex<()>,
    /// Refused sign-ins that are in a sample already.
    pub(crate) refused: AtomicU64,
    pub(crate) mail: Mutex<Option<MailAnswer>>,
}

impl Instruments {
    /// Those of `house`; never none.
    pub(crate) fn of(house: &House) -> &Self {
        static NONE: OnceLock<Instruments> = OnceLock::new();
        house.shelf.get::<Self>().unwrap_or_else(|| NONE.get_or_init(Self::default))
    }

    /// Remembers that somebody spoke for others who is no proxy of the town's.
    pub(crate) fn notice_stranger(&self, request: &Request) {
        if self.stranger.load(Relaxed) || request.headers().get(web::FORWARDED).is_none() {
            return;
        }
        let Some(peer) = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip()) else { return };
        let known = request.extensions().get::<Proxies>().is_some_and(|p| p.believes(peer));
        // Anybody can write the header; only machines of the own network stand before the program.
        if !known && is_near(peer) && !self.stranger.swap(true, Relaxed) {
            tracing::warn!("a proxy that is not named in ENGAWA_TRUSTED_PROXIES speaks for others");
        }
    }

    pub(crate) fn mail_answer(&self) -> Option<MailAnswer> {
        self.mail.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn heard(&self, answer: MailAnswer) {
        *self.mail.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
    }
}
