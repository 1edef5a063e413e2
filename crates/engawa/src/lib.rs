//! engawa
