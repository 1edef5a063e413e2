//! The stylesheet and scripts are built by Node into `assets/dist`, which is not kept in the
//! repository. Without them the program still builds and its pages work, unstyled.

fn main() -> std::io::Result<()> {
    let dist = "../../assets/dist";
    std::fs::create_dir_all(dist)?;
    println!("cargo::rerun-if-changed={dist}");
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}
