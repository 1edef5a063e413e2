//! Signing in by what others vouch for: OpenID Connect, with the provider as data.
//!
//! **Who uses it.** Residents with a My Number Card (デジタル認証アプリ) and enterprises (gBizID). Both
//! are entries of the town's `identity.toml`; one client speaks to them. A provider without a
//! `client_id` is not offered to anybody.
//!
//! **The standards.** OpenID Connect Core 1.0 (authorization code flow), Discovery 1.0, RFC 7636
//! (PKCE, S256 always), RFC 7523 (`private_key_jwt`), RFC 9207 (`iss` in the answer), RFC 9700 (best
//! current practice).
//!
//! **The way.** A link leads to `/sign-in/with/{provider}`, which writes down a [departure] and sends
//! the browser to the provider. Back at `/sign-in/back/{provider}` the departure is used up, the
//! [client] asks the provider for the ID token and the facts, [token] checks them, [matching] compares
//! them with the register. What is not certain waits for an officer (`/desk/identity`).
//!
//! **Data and for how long.** The provider's name for the person (`sub`) as long as the sign-in is
//! kept; what the provider said only while an officer has to decide, and a year after.

pub(crate) mod arrival;
pub(crate) mod client;
pub(crate) mod departure;
pub(crate) mod matching;
pub(crate) mod provider;
pub(crate) mod said;
pub(crate) mod token;
pub(crate) mod ways;
