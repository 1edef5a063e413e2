//! The only way to open a door to the outside: path, rule, page.

use crate::api::{Ask, Declared, Operation, Problem, Reply, door};
use crate::shared::Shared;
use crate::{Access, House, Visit, guard};
use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};
use std::sync::Arc;

/// One route as the checked-in table of access shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: Method,
    /// The path with its `{placeholders}`.
    pub path: &'static str,
    /// Who may come in.
    pub access: Access,
}

/// The routes of the house, collected room by room.
#[derive(Default)]
pub struct Routes {
    router: Router<House>,
    list: Vec<Route>,
    operations: Vec<Arc<Declared>>,
}

impl Routes {
    /// A page that only reads.
    pub fn get<H, T>(&mut self, path: &'static str, access: Access, page: H)
    where
        H: Handler<T, House>,
        T: 'static,
    {
        self.add(Method::GET, path, access, on(MethodFilter::GET, page));
    }

    /// A page that changes something.
    pub fn post<H, T>(&mut self, path: &'static str, access: Access, page: H)
    where
        H: Handler<T, House>,
        T: 'static,
    {
        self.add(Method::POST, path, access, on(MethodFilter::POST, page));
    }

    /// A public page that is the same for everybody who is not signed in, apart from language and
    /// display: drawn anew every few seconds, given out many times in between. A page that gives
    /// the browser a cookie (a form does) is not shared.
    pub fn shared<H, T>(&mut self, path: &'static str, page: H)
    where
        H: Handler<T, House>,
        T: 'static,
    {
        self.list.push(Route { method: Method::GET, path, access: Access::Public });
        let shared = Shared::default();
        let guarded = on(MethodFilter::GET, page)
            .layer(axum::middleware::from_fn(move |request, next| guard::admit_shared(shared.clone(), request, next)));
        self.router = std::mem::take(&mut self.router).route(path, guarded);
    }

    /// An operation of the open interface: its words and limits, an example of its answer, and the
    /// function whose types say what is asked and answered.
    pub fn api<A, R, F>(&mut self, operation: Operation, example: R, work: fn(Visit, A) -> F)
    where
        A: Ask,
        R: Reply,
        F: Future<Output = Result<R, Problem>> + Send + 'static,
    {
        let Operation { path, access, ref method, .. } = operation;
        self.list.push(Route { method: method.clone(), path, access });
        let declared = Arc::new(Declared::new::<A, R>(operation, example));
        self.router = std::mem::take(&mut self.router).route(path, door(declared.clone(), work));
        self.operations.push(declared);
    }

    pub(crate) fn operations(&self) -> &[Arc<Declared>] {
        &self.operations
    }

    fn add(&mut self, method: Method, path: &'static str, access: Access, page: MethodRouter<House>) {
        self.list.push(Route { method, path, access });
        let guarded = page.layer(axum::middleware::from_fn(move |request, next| guard::admit(access, request, next)));
        self.router = std::mem::take(&mut self.router).route(path, guarded);
    }

    /// The table of access, ordered by path and method.
    pub fn table(&self) -> Vec<Route> {
        let mut list = self.list.clone();
        list.sort_by(|a, b| (a.path, a.method.as_str()).cmp(&(b.path, b.method.as_str())));
        list
    }

    pub(crate) fn into_router(self) -> Router<House> {
        self.router
    }
}
