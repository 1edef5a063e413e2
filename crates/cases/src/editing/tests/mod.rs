//! What officers may rely on when they change a procedure.

mod choosing;
mod document;
mod flow;
