//! Names of nobody in particular: common surnames and given names put together by chance, with
//! their readings. Some surnames are in forms that need care in print (variation selectors,
//! characters outside the common set, one outside the basic plane).

use super::chance::Chance;
use people::Sex;

type Listed = (&'static str, &'static str);

/// A written name or name part and its reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) form: String,
    pub(crate) kana: String,
}

impl Written {
    pub(crate) fn new(form: &str, kana: &str) -> Self {
        Self { form: form.to_owned(), kana: kana.to_owned() }
    }
}

const SURNAMES: &[Listed] = &[
    ("佐藤", "サトウ"),
    ("鈴木", "スズキ"),
    ("渡辺", "ワタナベ"),
    ("遠藤", "エンドウ"),
    ("吉田", "ヨシダ"),
    ("橋本", "ハシモト"),
    ("石井", "イシイ"),
    ("村上", "ムラカミ"),
    ("会田", "アイタ"),
    ("大和田", "オオワダ"),
    ("二瓶", "ニヘイ"),
    ("根本", "ネモト"),
    ("佐久間", "サクマ"),
    ("宗像", "ムナカタ"),
    ("先崎", "センザキ"),
    ("高橋", "タカハシ"),
    ("斎藤", "サイトウ"),
    ("伊藤", "イトウ"),
    ("菅野", "カンノ"),
    ("加藤", "カトウ"),
    ("小林", "コバヤシ"),
    ("三浦", "ミウラ"),
    ("本田", "ホンダ"),
    ("熊谷", "クマガイ"),
    ("阿部", "アベ"),
    ("安藤", "アンドウ"),
    ("矢吹", "ヤブキ"),
    ("緑川", "ミドリカワ"),
    ("大竹", "オオタケ"),
    ("影山", "カゲヤマ"),
    ("柳沼", "ヤギヌマ"),
    ("草野", "クサノ"),
    ("箭内", "ヤナイ"),
    ("坂本", "サカモト"),
    ("松本", "マツモト"),
    ("西牧", "ニシマキ"),
    ("上遠野", "カトオノ"),
    ("折笠", "オリカサ"),
    ("国分", "コクブン"),
    ("味原", "アジハラ"),
    ("蓬田", "ヨモギダ"),
    ("水野", "ミズノ"),
    ("増子", "マシコ"),
    ("芳賀", "ハガ"),
    ("関根", "セキネ"),
    ("小泉", "コイズミ"),
    ("星", "ホシ"),
    ("白石", "シライシ"),
    ("永山", "ナガヤマ"),
    ("添田", "ソエタ"),
];

/// Surnames whose written form a press must not change.
const CAREFUL_SURNAMES: &[Listed] = &[
    ("髙橋", "タカハシ"),
    ("渡邉", "ワタナベ"),
    ("渡邊", "ワタナベ"),
    ("山﨑", "ヤマザキ"),
    ("葛\u{E0100}西", "カサイ"),
    ("辻\u{E0100}", "ツジ"),
    ("𠮷田", "ヨシダ"),
    ("濵田", "ハマダ"),
    ("齋藤", "サイトウ"),
    ("齊藤", "サイトウ"),
    ("德永", "トクナガ"),
    ("葛\u{E0100}城", "カツラギ"),
    ("榊\u{E0100}原", "サカキバラ"),
    ("\u{FA19}山", "カミヤマ"),
];

const OLD_MEN: &[Listed] = &[
    ("正", "タダシ"),
    ("清", "キヨシ"),
    ("茂", "シゲル"),
    ("勇", "イサム"),
    ("実", "ミノル"),
    ("弘", "ヒロシ"),
    ("昭二", "ショウジ"),
    ("三郎", "サブロウ"),
    ("武雄", "タケオ"),
    ("一男", "カズオ"),
    ("義雄", "ヨシオ"),
    ("和夫", "カズオ"),
    ("幸雄", "ユキオ"),
    ("忠", "タダシ"),
    ("勝", "マサル"),
    ("重信", "シゲノブ"),
    ("善吉", "ゼンキチ"),
    ("喜一", "キイチ"),
    ("敏夫", "トシオ"),
    ("光男", "ミツオ"),
    ("文男", "フミオ"),
    ("常雄", "ツネオ"),
    ("久", "ヒサシ"),
    ("栄", "サカエ"),
];
const OLD_WOMEN: &[Listed] = &[
    ("和子", "カズコ"),
    ("幸子", "サチコ"),
    ("節子", "セツコ"),
    ("キヨ", "キヨ"),
    ("ハル", "ハル"),
    ("ミツ", "ミツ"),
    ("洋子", "ヨウコ"),
    ("弘子", "ヒロコ"),
    ("美代子", "ミヨコ"),
    ("トシ子", "トシコ"),
    ("ヨシ子", "ヨシコ"),
    ("久子", "ヒサコ"),
    ("京子", "キョウコ"),
    ("文子", "フミコ"),
    ("千代", "チヨ"),
    ("サト", "サト"),
    ("フミ", "フミ"),
    ("光子", "ミツコ"),
    ("恵美子", "エミコ"),
    ("照子", "テルコ"),
    ("静江", "シズエ"),
    ("たけ", "タケ"),
    ("きみ子", "キミコ"),
    ("信子", "ノブコ"),
];
const GROWN_MEN: &[Listed] = &[
    ("浩", "ヒロシ"),
    ("誠", "マコト"),
    ("隆", "タカシ"),
    ("健一", "ケンイチ"),
    ("学", "マナブ"),
    ("修", "オサム"),
    ("大輔", "ダイスケ"),
    ("直樹", "ナオキ"),
    ("哲也", "テツヤ"),
    ("剛", "ツヨシ"),
    ("智之", "トモユキ"),
    ("裕二", "ユウジ"),
    ("和也", "カズヤ"),
    ("秀樹", "ヒデキ"),
    ("克己", "カツミ"),
    ("康弘", "ヤスヒロ"),
    ("亮", "リョウ"),
    ("俊介", "シュンスケ"),
    ("達也", "タツヤ"),
    ("伸一", "シンイチ"),
    ("英明", "ヒデアキ"),
    ("祐", "ユウ"),
    ("博之", "ヒロユキ"),
    ("政彦", "マサヒコ"),
];
const GROWN_WOMEN: &[Listed] = &[
    ("由美子", "ユミコ"),
    ("真由美", "マユミ"),
    ("直美", "ナオミ"),
    ("恵", "メグミ"),
    ("智子", "トモコ"),
    ("裕子", "ユウコ"),
    ("香織", "カオリ"),
    ("美穂", "ミホ"),
    ("陽子", "ヨウコ"),
    ("久美子", "クミコ"),
    ("麻衣", "マイ"),
    ("愛", "アイ"),
    ("さゆり", "サユリ"),
    ("明美", "アケミ"),
    ("理恵", "リエ"),
    ("優子", "ユウコ"),
    ("典子", "ノリコ"),
    ("千春", "チハル"),
    ("みゆき", "ミユキ"),
    ("亜希子", "アキコ"),
    ("沙織", "サオリ"),
    ("絵里", "エリ"),
    ("友美", "トモミ"),
    ("弥生", "ヤヨイ"),
];
const BOYS: &[Listed] = &[
    ("蓮", "レン"),
    ("湊", "ミナト"),
    ("陽翔", "ハルト"),
    ("大翔", "ヒロト"),
    ("悠真", "ユウマ"),
    ("颯太", "ソウタ"),
    ("樹", "イツキ"),
    ("朝陽", "アサヒ"),
    ("蒼", "アオイ"),
    ("翼", "ツバサ"),
    ("拓海", "タクミ"),
    ("健太", "ケンタ"),
    ("陸", "リク"),
    ("奏太", "カナタ"),
    ("律", "リツ"),
    ("晴", "ハル"),
    ("大和", "ヤマト"),
    ("隼人", "ハヤト"),
];
const GIRLS: &[Listed] = &[
    ("陽葵", "ヒマリ"),
    ("凜", "リン"),
    ("結菜", "ユイナ"),
    ("紬", "ツムギ"),
    ("葵", "アオイ"),
    ("さくら", "サクラ"),
    ("美咲", "ミサキ"),
    ("ひなた", "ヒナタ"),
    ("楓", "カエデ"),
    ("莉子", "リコ"),
    ("花音", "カノン"),
    ("心春", "コハル"),
    ("七海", "ナナミ"),
    ("杏", "アン"),
    ("彩花", "アヤカ"),
    ("優奈", "ユナ"),
    ("芽依", "メイ"),
    ("小町", "コマチ"),
];

/// Undivided names of people from abroad, as their cards write them.
const FROM_ABROAD: &[Listed] = &[
    ("NGUYEN THI MAI", "グエン　ティ　マイ"),
    ("TRAN VAN HUNG", "チャン　ヴァン　フン"),
    ("LE THI LAN", "レ　ティ　ラン"),
    ("SANTOS MARIA LUISA", "サントス　マリア　ルイサ"),
    ("REYES JOSE ANTONIO", "レイェス　ホセ　アントニオ"),
    ("GURUNG SITA", "グルン　シタ"),
    ("RAI BIKASH", "ライ　ビカス"),
    ("WIJAYA BUDI", "ウィジャヤ　ブディ"),
    ("PUTRI DEWI", "プトゥリ　デウィ"),
    ("KIM MINJI", "キム　ミンジ"),
    ("王 小明", "オウ　ショウメイ"),
    ("李 美玲", "リ　ビレイ"),
    ("SMITH JOHN ALAN", "スミス　ジョン　アラン"),
    ("AUNG MYO THANT", "アウン　ミョー　タン"),
];

/// A surname; about one in twenty-five needs care in print.
pub(crate) fn surname(chance: &mut Chance) -> Written {
    let (form, kana) = if chance.percent(4) { chance.one(CAREFUL_SURNAMES) } else { chance.early(SURNAMES) };
    Written::new(form, kana)
}

/// A given name as people of that age have it.
pub(crate) fn given(chance: &mut Chance, sex: Sex, age: i16) -> Written {
    let list = match (sex, age) {
        (Sex::Male, 65..) => OLD_MEN,
        (Sex::Female, 65..) => OLD_WOMEN,
        (Sex::Male, 25..) => GROWN_MEN,
        (Sex::Female, 25..) => GROWN_WOMEN,
        (Sex::Male, _) => BOYS,
        (Sex::Female, _) => GIRLS,
    };
    let (form, kana) = chance.one(list);
    Written::new(form, kana)
}

/// An undivided name of somebody from abroad.
pub(crate) fn from_abroad(chance: &mut Chance) -> Written {
    let (form, kana) = chance.one(FROM_ABROAD);
    Written::new(form, kana)
}
