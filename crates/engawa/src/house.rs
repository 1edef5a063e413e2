//! Opening the records and building the house from town folder, data folder and database.

use crate::command_line::{Place, Serve};
use crate::failure::Failure;
use crate::ops::Instruments;
use crate::outside::Network;
use crate::settings::Upkeep;
use crate::watch::{Token, Traffic};
use crate::{composition, ops, storage};
use kernel::{Clock, Moment};
use notices::demo::Outbox;
use notices::smtp::{Config, Letterhead, Smtp};
use papers::TimeStamping;
use press::{FontFolders, TypstPress};
use std::fs::{File, TryLockError};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;
use store::journal::{HeadsFile, keep_heads};
use store::keys::KeyFolder;
use store::{Blobs, DatabaseUrl, Db};
use tokio::sync::Semaphore;
use town::{Problem, Town, TownFolder};
use web::press::{Press, PressError, Sheet};
use web::send::Sender;
use web::texts::{Lang, RoomTexts, Texts};
use web::{House, Parts, Shelf};

/// The clock of the machine.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one clock of the program")]
    fn now(&self) -> Moment {
        let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let micros = since_1970.map_or(0, |d| d.as_micros());
        Moment::from_micros(i64::try_from(micros).unwrap_or(i64::MAX))
    }
}

/// The records and what lies beside them, open and of the program's own version.
#[derive(Clone)]
pub(crate) struct Records {
    pub(crate) db: Db,
    pub(crate) blobs: Blobs,
    pub(crate) keys: KeyFolder,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) data: PathBuf,
}

impl Records {
    /// Opens the records of `place`, making them where there are none.
    pub(crate) async fn open(place: &Place) -> Result<Self, Failure> {
        let data = place.data.clone();
        make_private(&data).map_err(|e| Failure::file(&data, &e))?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let keys = KeyFolder::in_folder(&data)?;
        let blobs = storage::blobs(place)?;
        let db = Db::open(&place.database()).await?;
        db.migrate(&composition::schemas(), clock.now()).await?;
        Ok(Self { db, blobs, keys, clock, data })
    }

    /// Opens records that are there already; to look at nothing is a mistake in the command.
    pub(crate) async fn open_existing(place: &Place) -> Result<Self, Failure> {
        if let DatabaseUrl::Sqlite(file) = place.database()
            && !file.exists()
        {
            let file = file.display();
            return Err(Failure::cannot(
                format!("{file} に記録がありません"),
                format!("there are no records at {file}"),
            ));
        }
        Self::open(place).await
    }

    /// Signs the journal's head, after a change by a command of its own.
    pub(crate) async fn sign_head(&self) -> Result<(), Failure> {
        let (key, file) = (Arc::new(self.keys.journal()?), HeadsFile::in_folder(&self.data));
        // With a stop that has come already it signs the present head and returns.
        keep_heads(self.db.clone(), file, key, self.clock.clone(), std::future::ready(())).await;
        Ok(())
    }
}

/// Makes the data folder, for its owner alone.
fn make_private(folder: &std::path::Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A data folder that no other program may use until this is dropped.
pub(crate) struct DataLock(#[expect(dead_code, reason = "held, not read")] File);

impl DataLock {
    pub(crate) fn take(place: &Place) -> Result<Self, Failure> {
        make_private(&place.data).map_err(|e| Failure::file(&place.data, &e))?;
        let path = place.data.join("engawa.lock");
        let file = File::create(&path).map_err(|e| Failure::file(&path, &e))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => {
                let data = place.data.display();
                Err(Failure::cannot(
                    format!("{data} は、動いているえんがわが使っています。先に止めてください"),
                    format!("{data} is in use by a running engawa; stop it first"),
                ))
            }
            Err(TryLockError::Error(e)) => Err(Failure::file(&path, &e)),
        }
    }
}

/// Loads the town with all that rooms read from its folder.
pub(crate) struct TownRead {
    pub(crate) town: Town,
    shelf: Shelf,
    texts: Texts,
}

impl TownRead {
    pub(crate) fn from(place: &Place) -> Result<Self, Failure> {
        let folder = TownFolder::open(&place.town)?;
        let town = Town::load(&folder)?;
        Ok(Self { shelf: shelf(&folder)?, texts: texts(&town)?, town })
    }
}

fn shelf(folder: &TownFolder) -> Result<Shelf, Vec<Problem>> {
    let (rooms, services) = (composition::rooms(), composition::services());
    let all = rooms.iter().chain(services.iter().map(|s| &s.room));
    let mut shelf = Shelf::default();
    let mut problems = Vec::new();
    for open in all.filter_map(|r| r.shelf) {
        match open(folder) {
            Ok(thing) => shelf.put(thing),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(shelf) } else { Err(problems) }
}

/// The texts of all rooms with what the town says differently.
pub(crate) fn texts(town: &Town) -> Result<Texts, Vec<Problem>> {
    let rooms: Vec<RoomTexts> = composition::rooms()
        .iter()
        .map(|r| r.texts)
        .chain(composition::services().iter().map(|s| s.room.texts))
        .collect();
    let own = [(Lang::Ja, &town.texts.ja), (Lang::Easy, &town.texts.easy), (Lang::En, &town.texts.en)];
    let own: Vec<(Lang, String)> = own.into_iter().map(|(lang, text)| (lang, text.clone())).collect();
    Texts::new(&rooms, &own).map_err(|e| e.0.into_iter().map(|line| Problem::of_file("texts", line)).collect())
}

/// Builds the house.
pub(crate) async fn build(
    place: &Place,
    options: &Serve,
    read: TownRead,
    records: &Records,
    listening: SocketAddr,
) -> Result<House, Failure> {
    let TownRead { town, mut shelf, texts } = read;
    shelf.put(Box::new(instruments(place, options)));
    if let Some(authority) = time_stamping(options)? {
        shelf.put(Box::new(authority));
    }
    let demo = ops::is_demo(&records.db).await?;
    let secret = records.keys.secret("forms.key", records.db.random())?;
    let house = House::new(Parts {
        db: records.db.clone(),
        blobs: records.blobs.clone(),
        data: records.data.clone(),
        clock: records.clock.clone(),
        press: Arc::new(LazyPress::new(place, &town)),
        outside: Arc::new(Network::default()),
        senders: senders(options, &town, records, demo)?,
        sessions: account::sessions(),
        texts,
        shelf,
        rooms: composition::rooms(),
        services: composition::services(),
        base_url: base_url(options.base_url.as_deref(), &town, listening.port()),
        demo,
        secret,
        presses: Arc::new(Semaphore::new(at_once())),
        town,
    });
    house.make_ready().await?;
    Ok(house)
}

/// The time stamping authority, if one is set.
fn time_stamping(options: &Serve) -> Result<Option<TimeStamping>, Failure> {
    let (Some((url, header)), Some(file)) = (options.stamping.address(), &options.stamping.tsa_trust) else {
        return Ok(None);
    };
    let pem = std::fs::read_to_string(file).map_err(|e| Failure::file(file, &e))?;
    let authority = TimeStamping::new(url, header, pem);
    Ok(Some(authority.map_err(|e| Failure::cannot("時刻認証局の証明書を読めません", e.to_string()))?))
}

/// The address for people. A town that still has `localhost` is reached at the port listened on.
pub(crate) fn base_url(said: Option<&str>, town: &Town, port: u16) -> String {
    match said {
        Some(url) => url.trim_end_matches('/').to_owned(),
        None if town.settings.base_url.starts_with("http://localhost") => {
            format!("http://localhost:{port}")
        }
        None => town.settings.base_url.clone(),
    }
}

/// What the program knows of itself while it runs.
fn instruments(place: &Place, options: &Serve) -> Instruments {
    let (rooms, services) = (composition::rooms(), composition::services());
    let doors = web::routes(rooms.iter().chain(services.iter().map(|s| &s.room))).table();
    Instruments {
        upkeep: Upkeep {
            times: options.upkeep.clone(),
            to: place.keeping.backup_to.clone(),
            live: Some(place.database()),
        },
        traffic: Arc::new(Traffic::of(doors.iter().map(|d| d.path))),
        token: Token::new(options.watching.metrics_token.as_deref()),
        ..Instruments::default()
    }
}

/// As many papers at once as the machine has processors.
fn at_once() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The press, opened when the first paper is asked for: its fonts take time and memory.
struct LazyPress {
    templates: PathBuf,
    fonts: FontFolders,
    press: OnceLock<TypstPress>,
}

impl LazyPress {
    fn new(place: &Place, town: &Town) -> Self {
        Self { templates: town.folder.root().join("papers"), fonts: fonts(place), press: OnceLock::new() }
    }

    /// A press that could not be opened is tried again: the fonts may have been installed since.
    fn opened(&self) -> Result<&TypstPress, PressError> {
        if let Some(press) = self.press.get() {
            return Ok(press);
        }
        let press = press::open(&self.templates, &self.fonts)?;
        Ok(self.press.get_or_init(|| press))
    }
}

impl Press for LazyPress {
    fn typeset(&self, sheet: &Sheet) -> Result<Vec<u8>, PressError> {
        self.opened()?.typeset(sheet)
    }

    fn lacks(&self, data: &serde_json::Value) -> Option<String> {
        self.opened().ok()?.lacks(data)
    }
}

/// Where the fonts for papers are.
pub(crate) fn fonts(place: &Place) -> FontFolders {
    place.fonts.as_ref().map_or_else(FontFolders::debian, FontFolders::only)
}

/// What carries messages out: in a demo nothing leaves the house; without a mail server every
/// message goes by post or telephone.
fn senders(options: &Serve, town: &Town, records: &Records, demo: bool) -> Result<Vec<Arc<dyn Sender>>, Failure> {
    let (from, clock) = (Letterhead::of(town), records.clock.clone());
    if demo {
        let outbox = Outbox::in_folder(&records.data, from, clock).map_err(|e| Failure::file(&records.data, &e))?;
        return Ok(vec![Arc::new(outbox)]);
    }
    let Some(url) = &options.smtp_url else {
        tracing::warn!("no mail server is set (ENGAWA_SMTP_URL): messages go by post and telephone only");
        return Ok(Vec::new());
    };
    let smtp = Smtp::new(&Config { url: url.clone(), from }, clock);
    Ok(vec![Arc::new(smtp.map_err(|e| Failure::cannot("メールサーバーの指定を読めません", e))?)])
}
