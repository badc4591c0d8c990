/** English words of software engineering, with German; French; Spanish; Chinese; Japanese words for them. */
const GLOSSARY = `
error|fehler,fehlern,fehlers,ausnahmen;erreur,erreurs;error,errores;错误;エラー
error handling|fehlerbehandlung,ausnahmebehandlung;gestion des erreurs,gestion d'erreurs;manejo de errores,gestión de errores;错误处理,异常处理;エラー処理,例外処理
exception|ausnahme,ausnahmen;exception,exceptions;excepción,excepciones;异常;例外
test|tests,testen,prüfen,prüfung;essai,essais,tester;prueba,pruebas,probar;测试;テスト
unit test|komponententest,modultests,einheitentest,unittests;tests unitaires,test unitaire;pruebas unitarias,prueba unitaria;单元测试;単体テスト,ユニットテスト
naming conventions|namenskonventionen,namenskonvention,benennungsregeln;conventions de nommage,nommage;convenciones de nombres,nomenclatura;命名规范,命名约定,命名;命名規則,命名
name|namen,benennen,benennung;nom,noms,nommer;nombre,nombres,nombrar;名称;名前
variable|variablen,variable;variable,variables;variable,variables;变量;変数
function|funktion,funktionen;fonction,fonctions;función,funciones;函数;関数
class|klasse,klassen;classe,classes;clase,clases;类;クラス
interface|schnittstelle,schnittstellen;interface,interfaces;interfaz,interfaces;接口;インターフェース
method|methode,methoden;méthode,méthodes;método,métodos;方法;メソッド
dependency injection|abhängigkeitsinjektion;injection de dépendances,injection de dépendance;inyección de dependencias;依赖注入;依存性注入
dependency|abhängigkeit,abhängigkeiten;dépendance,dépendances;dependencia,dependencias;依赖;依存
injection|injektion;injection,injections;inyección,inyecciones;注入;インジェクション
logging|protokollierung,protokollieren,protokoll,protokolle;journalisation,journaux;registro,registros,bitácora;日志;ログ
sensitive data|sensibler daten,sensible daten,vertrauliche daten;données sensibles;datos sensibles;敏感数据;機密データ
data|daten;données;datos;数据;データ
security|sicherheit;sécurité;seguridad;安全;セキュリティ
password|passwort,passwörter,kennwort,kennwörter;mot de passe,mots de passe;contraseña,contraseñas;密码;パスワード
authentication|authentifizierung,anmeldung;authentification;autenticación;认证,身份验证;認証
authorization|autorisierung,berechtigung,berechtigungen;autorisation;autorización;授权;認可
encryption|verschlüsselung,verschlüsseln;chiffrement,chiffrer;cifrado,cifrar;加密;暗号化
secret|geheimnis,geheimnisse;secret,secrets;secreto,secretos;密钥;秘密
validation|validierung,eingabeprüfung;validation,valider;validación,validar;验证,校验;検証
input|eingabe,eingaben;entrée,entrées,saisie;entrada,entradas;输入;入力
code review|codeüberprüfung,code-überprüfung,codedurchsicht;revue de code,relecture;revisión de código;代码审查,代码评审;コードレビュー
documentation|dokumentation,dokumentieren;documentation,documenter;documentación,documentar;文档;ドキュメント
comment|kommentar,kommentare;commentaire,commentaires;comentario,comentarios;注释;コメント
performance|leistung;performance,performances;rendimiento;性能;性能,パフォーマンス
database|datenbank,datenbanken;base de données,bases de données;base de datos,bases de datos;数据库;データベース
query|abfrage,abfragen;requête,requêtes;consulta,consultas;查询;クエリ
cache|zwischenspeicher;cache;caché;缓存;キャッシュ
memory|speicher;mémoire;memoria;内存;メモリ
thread|nebenläufigkeit;thread,fil d'exécution;hilo,hilos;线程;スレッド
concurrency|nebenläufigkeit,parallelität;concurrence,parallélisme;concurrencia;并发;並行
deployment|bereitstellung,auslieferung;déploiement,déployer;despliegue,desplegar;部署;デプロイ
version|version,versionen,versionierung;version,versions;versión,versiones;版本;バージョン
branch|zweig,zweige;branche,branches;rama,ramas;分支;ブランチ
commit message|commit-nachricht,commit-nachrichten;message de commit,messages de commit;mensaje de commit,mensajes de commit;提交信息,提交;コミットメッセージ
accessibility|barrierefreiheit;accessibilité;accesibilidad;无障碍;アクセシビリティ
architecture|architektur;architecture;arquitectura;架构;アーキテクチャ
configuration|konfiguration;configuration;configuración;配置;設定
timeout|zeitüberschreitung,zeitlimit;délai,expiration;tiempo de espera;超时;タイムアウト
retry|wiederholung,wiederholungen;réessayer,nouvelle tentative;reintento,reintentos;重试;リトライ
style|formatierung,stil;style,mise en forme;estilo,formato;格式,风格;スタイル
indentation|einrückung,einrückungen;indentation;sangría,indentación;缩进;インデント
file|datei,dateien;fichier,fichiers;archivo,archivos,fichero;文件;ファイル
directory|verzeichnis,ordner;répertoire,dossier;directorio,carpeta;目录;ディレクトリ
package|paket,pakete;paquet,paquets;paquete,paquetes;包;パッケージ
user|benutzer,nutzer;utilisateur,utilisateurs;usuario,usuarios;用户;ユーザー
request|anfrage,anfragen;requête,demande;solicitud,petición;请求;リクエスト
response|antwort,antworten;réponse,réponses;respuesta,respuestas;响应;レスポンス
type|typ,typen;type,types;tipo,tipos;类型;型
constant|konstante,konstanten;constante,constantes;constante,constantes;常量;定数
design pattern|entwurfsmuster;patron de conception,patrons de conception;patrón de diseño,patrones de diseño;设计模式;デザインパターン
container|behälter;conteneur,conteneurs;contenedor,contenedores;容器;コンテナ
server|server;serveur,serveurs;servidor,servidores;服务器;サーバー
translation|übersetzung,übersetzungen;traduction,traductions;traducción,traducciones;翻译;翻訳
refactoring|umstrukturierung,refaktorisierung;refactorisation,remaniement;refactorización;重构;リファクタリング
monitoring|überwachung;surveillance;monitorización,supervisión;监控;監視
pagination|seitennummerierung,paginierung;pagination;paginación;分页;ページネーション
`

// Words of questions in these languages that say nothing about their subject.
const FOREIGN_FILLER: ReadonlySet<string> = new Set(
  `aber als auch auf aus bei das dem den der des die ein eine einem einen einer es für gehe gibt ich im ist kann mache mit muss nach
  nicht oder sich sind soll sollen sollte sollten um und uns unsere vermeiden vermeide von vor wann warum was welche wenn werden wie wir
  wird zu zum zur au aux avec ce ces comment dans de des du elle en est et eviter éviter faire faut il je la le les leur mais ne nos
  nous ou où par pas peut plus pour pourquoi quand que quel quelle quelles quels qui sans ses son sont sur un une vous al como cómo con
  cual cuál cuando cuándo debe debemos deben del donde dónde el ella en es evitar hacer hay la las lo los más no para pero por porque
  qué que se ser si sin sobre su sus una uno y`.split(/\s+/),
)

const CJK_FILLER = /如何|怎么|怎样|什么|应该|为什么|防止|避免|どうやって|どのように|べき|する|方法は/gu

const english = new Map<string, string[]>()
const cjk: [word: string, english: string][] = []
for (const line of GLOSSARY.trim().split('\n')) {
  const [word = '', ...rest] = line.split(/[|;]/)
  for (const foreign of rest.flatMap((words) => words.split(','))) {
    if (/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+$/u.test(foreign))
      cjk.push([foreign, word])
    else if (foreign !== word) english.set(foreign, [...(english.get(foreign) ?? []), word])
  }
}
// The longest word first, so that 错误处理 is not read as 错误.
cjk.sort((a, b) => b[0].length - a[0].length)

/** Returns the English words for a word or phrase, in lower case, of another language. */
export function englishFor(phrase: string): readonly string[] {
  return english.get(phrase) ?? []
}

/** Returns the English words for the words in a run of Chinese or Japanese text. */
export function englishForCjk(run: string): string[] {
  const found: string[] = []
  let rest = run.replace(CJK_FILLER, ' ')
  for (const [word, meaning] of cjk) {
    if (!rest.includes(word)) continue
    found.push(meaning)
    rest = rest.replaceAll(word, ' ')
  }
  return found
}

/** Returns true for words such as `wie` and `pour`, which demand nothing in a question in their language. */
export function isForeignFiller(word: string): boolean {
  return FOREIGN_FILLER.has(word)
}
