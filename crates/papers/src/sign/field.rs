//! The signature field, prepared as a tagged form element: PDF/A-2 (ISO 19005-2, 6.3) forbids a
//! hidden one, PDF/UA-1 (ISO 14289-1, 7.18) wants a `Form` element in the structure tree, a text for
//! it, and the reading order as tab order.
//!
//! A template marks the place with a heading labelled `<signature>`; the field then covers the box
//! around it (62 x 17 mm). Without the mark it is a point on the last page.

use lopdf::{Dictionary, IncrementalDocument, Object, ObjectId, Stream, StringFormat, dictionary};

use super::SignError;

/// The named destination that a template's `<signature>` becomes.
const MARK: &[u8] = b"signature";
/// The seal box of the templates, in points, and how far its heading stands inside.
const BOX_WIDTH: f32 = 175.7;
const BOX_HEIGHT: f32 = 48.2;
const BOX_INSET: f32 = 6.0;
/// Typst points a destination this much above the heading.
const DESTINATION_ABOVE: f32 = 10.0;

/// Print and Locked; neither Invisible nor Hidden nor NoView (ISO 32000-1, 12.5.3).
const WIDGET_FLAGS: i64 = 4 | 128;

/// Where the field goes.
struct Place {
    page: ObjectId,
    rect: [f32; 4],
}

/// Adds the field with its value `signature`, a text for screen readers, and its tag.
pub(crate) fn add(update: &mut IncrementalDocument, signature: Dictionary, words: &str) -> Result<(), SignError> {
    let root = root_id(update)?;
    let catalog = copy_dictionary(update, root)?;
    if catalog.has(b"AcroForm") {
        return Err(SignError::AlreadySigned);
    }
    let place = find_place(update)?;
    let signature = update.new_document.add_object(signature);
    let widget = add_widget(update, &place, signature, words);
    attach_to_page(update, place.page, widget)?;
    if let Some(key) = tag(update, &catalog, &place, widget, words)? {
        let widget = update.new_document.get_dictionary_mut(widget)?;
        widget.set("StructParent", key);
    }
    let root = update.new_document.get_dictionary_mut(root)?;
    root.set("AcroForm", dictionary! { "Fields" => vec![widget.into()], "SigFlags" => 3 });
    Ok(())
}

fn root_id(update: &IncrementalDocument) -> Result<ObjectId, SignError> {
    Ok(update.new_document.trailer.get(b"Root")?.as_reference()?)
}

/// Takes an object of the file into the update and returns it as it stands.
fn copy_dictionary(update: &mut IncrementalDocument, id: ObjectId) -> Result<Dictionary, SignError> {
    update.opt_clone_object_to_new_document(id)?;
    Ok(update.new_document.get_dictionary(id)?.clone())
}

fn add_widget(update: &mut IncrementalDocument, place: &Place, signature: ObjectId, words: &str) -> ObjectId {
    let [left, bottom, right, top] = place.rect;
    let size: Vec<Object> = vec![0.into(), 0.into(), (right - left).into(), (top - bottom).into()];
    let look = Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Form", "BBox" => size,
            "Resources" => Dictionary::new(),
        },
        Vec::new(),
    );
    let look = update.new_document.add_object(look);
    update.new_document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig",
        "T" => Object::string_literal("Signature1"), "TU" => text(words), "V" => signature,
        "P" => place.page, "F" => WIDGET_FLAGS,
        "Rect" => place.rect.iter().map(|n| Object::Real(*n)).collect::<Vec<_>>(),
        "AP" => dictionary! { "N" => look },
    })
}

fn attach_to_page(update: &mut IncrementalDocument, page: ObjectId, widget: ObjectId) -> Result<(), SignError> {
    let mut dictionary = copy_dictionary(update, page)?;
    let mut annotations = match dictionary.get(b"Annots") {
        Ok(there) => array_of(update, there)?,
        Err(_) => Vec::new(),
    };
    annotations.push(widget.into());
    dictionary.set("Annots", annotations);
    dictionary.set("Tabs", "S");
    update.new_document.set_object(page, dictionary);
    Ok(())
}

/// Adds `Form` with an object reference below the document element; returns the widget's key in the
/// parent tree. A file without tags gets none.
fn tag(
    update: &mut IncrementalDocument,
    catalog: &Dictionary,
    place: &Place,
    widget: ObjectId,
    words: &str,
) -> Result<Option<i64>, SignError> {
    let Ok(tree_id) = catalog.get(b"StructTreeRoot").and_then(Object::as_reference) else {
        return Ok(None);
    };
    let mut tree = copy_dictionary(update, tree_id)?;
    let top = array_of(update, tree.get(b"K")?)?;
    let document = top.first().ok_or_else(|| broken("no document element"))?;
    let document = document.as_reference()?;
    let element = update.new_document.add_object(dictionary! {
        "Type" => "StructElem", "S" => "Form", "P" => document, "Pg" => place.page,
        "Alt" => text(words),
        "K" => dictionary! { "Type" => "OBJR", "Obj" => widget, "Pg" => place.page },
    });
    let mut parent = copy_dictionary(update, document)?;
    let mut children = match parent.get(b"K") {
        Ok(there) => array_of(update, there)?,
        Err(_) => Vec::new(),
    };
    children.push(element.into());
    parent.set("K", children);
    update.new_document.set_object(document, parent);
    let key = tree.get(b"ParentTreeNextKey")?.as_i64()?;
    tree.set("ParentTreeNextKey", key + 1);
    add_to_parent_tree(update, &mut tree, key, element)?;
    update.new_document.set_object(tree_id, tree);
    Ok(Some(key))
}

/// Keys rise, so the new one is the last of the leaf or the last leaf.
fn add_to_parent_tree(
    update: &mut IncrementalDocument,
    tree: &mut Dictionary,
    key: i64,
    element: ObjectId,
) -> Result<(), SignError> {
    let reference = tree.get(b"ParentTree")?.as_reference().ok();
    let mut node = match reference {
        Some(id) => copy_dictionary(update, id)?,
        None => tree.get(b"ParentTree")?.as_dict()?.clone(),
    };
    if let Ok(kids) = node.get(b"Kids") {
        let mut kids = array_of(update, kids)?;
        let leaf = update.new_document.add_object(dictionary! {
            "Limits" => vec![key.into(), key.into()], "Nums" => vec![key.into(), element.into()],
        });
        kids.push(leaf.into());
        node.set("Kids", kids);
    } else {
        let mut numbers = array_of(update, node.get(b"Nums")?)?;
        numbers.extend([key.into(), element.into()]);
        node.set("Nums", numbers);
    }
    match reference {
        Some(id) => update.new_document.set_object(id, node),
        None => tree.set("ParentTree", node),
    }
    Ok(())
}

fn find_place(update: &IncrementalDocument) -> Result<Place, SignError> {
    if let Some(place) = marked_place(update) {
        return Ok(place);
    }
    let pages = update.get_prev_documents().get_pages();
    let last = pages.values().next_back();
    Ok(Place { page: *last.ok_or_else(|| broken("no page"))?, rect: [0.0; 4] })
}

fn marked_place(update: &IncrementalDocument) -> Option<Place> {
    let file = update.get_prev_documents();
    let dictionary =
        |object: &Object| -> Option<Dictionary> { Some(file.dereference(object).ok()?.1.as_dict().ok()?.clone()) };
    let names = dictionary(file.catalog().ok()?.get(b"Names").ok()?)?;
    let destinations = dictionary(names.get(b"Dests").ok()?)?;
    let pairs = array_of(update, destinations.get(b"Names").ok()?).ok()?;
    let value = pairs
        .chunks_exact(2)
        .find(|pair| pair[0].as_str().is_ok_and(|name| name == MARK))
        .map(|pair| file.dereference(&pair[1]))?
        .ok()?
        .1;
    let target = match value.as_dict() {
        Ok(wrapped) => array_of(update, wrapped.get(b"D").ok()?).ok()?,
        Err(_) => value.as_array().ok()?.clone(),
    };
    let page = target.first()?.as_reference().ok()?;
    let x = target.get(2)?.as_float().ok()? - BOX_INSET;
    let top = target.get(3)?.as_float().ok()? - DESTINATION_ABOVE + BOX_INSET;
    Some(Place { page, rect: [x, top - BOX_HEIGHT, x + BOX_WIDTH, top] })
}

/// An array, a reference to one, or a single object as an array of one.
fn array_of(update: &IncrementalDocument, object: &Object) -> Result<Vec<Object>, SignError> {
    let target = match object {
        Object::Reference(id) if update.new_document.has_object(*id) => update.new_document.get_object(*id)?,
        Object::Reference(_) => update.get_prev_documents().dereference(object)?.1,
        direct => direct,
    };
    Ok(match target {
        Object::Array(items) => items.clone(),
        _ => vec![object.clone()],
    })
}

fn broken(what: &str) -> SignError {
    SignError::Pdf(what.to_owned())
}

/// A text string of PDF: UTF-16 with a byte order mark.
pub(crate) fn text(words: &str) -> Object {
    let units = words.encode_utf16().flat_map(u16::to_be_bytes);
    let bytes = [0xFE, 0xFF].into_iter().chain(units).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}
