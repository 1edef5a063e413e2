//! What was computed and holds for a while, so that many who ask the same are answered from one
//! computation.

use kernel::Moment;
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::Mutex;

/// So many different things are kept; when there are more, all is computed anew.
const MOST: usize = 64;

type Known = HashMap<(TypeId, String), (Moment, Arc<dyn Any + Send + Sync>)>;

/// The memory of one house.
#[derive(Default)]
pub(crate) struct Memo(Mutex<Known>);

impl Memo {
    /// The thing by this key if it is younger than `seconds`, else what `compute` makes; whoever
    /// asks meanwhile waits for it.
    pub(crate) async fn get<T, E, F>(&self, key: String, now: Moment, seconds: i64, compute: F) -> Result<Arc<T>, E>
    where
        T: Any + Send + Sync,
        F: Future<Output = Result<T, E>>,
    {
        let mut known = self.0.lock().await;
        let key = (TypeId::of::<T>(), key);
        let fresh = known.get(&key).filter(|(at, _)| now.seconds_since(*at) < seconds && now >= *at);
        if let Some(thing) = fresh.and_then(|(_, thing)| thing.clone().downcast::<T>().ok()) {
            return Ok(thing);
        }
        let thing = Arc::new(compute.await?);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(key, (now, thing.clone()));
        Ok(thing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test]
    async fn a_thing_is_computed_once_until_it_is_old() {
        let (memo, times) = (Memo::default(), AtomicUsize::new(0));
        let get = async |key: &str, at: i64| {
            let work = async { Ok::<_, Infallible>(times.fetch_add(1, Ordering::SeqCst)) };
            memo.get(key.to_owned(), Moment::from_micros(at * 1_000_000), 60, work).await.map(|n| *n)
        };
        assert_eq!([get("a", 0).await, get("a", 59).await, get("a", 60).await], [Ok(0), Ok(0), Ok(1)]);
        assert_eq!([get("b", 60).await, get("a", 61).await], [Ok(2), Ok(1)]);
    }

    #[tokio::test]
    async fn what_failed_is_not_kept_and_the_memory_has_an_end() {
        let memo = Memo::default();
        let now = Moment::from_micros(0);
        let failed: Result<Arc<u8>, &str> = memo.get("a".to_owned(), now, 60, async { Err("no") }).await;
        assert_eq!(failed, Err("no"));
        for n in 0..200_u8 {
            let got: Result<Arc<u8>, &str> = memo.get(n.to_string(), now, 60, async { Ok(n) }).await;
            assert_eq!(got.map(|n| *n), Ok(n));
        }
        assert!(memo.0.lock().await.len() <= MOST);
    }
}
