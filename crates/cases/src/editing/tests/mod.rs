//! What officers may rely on when they change a procedure.

mod document;
mod flow;
