/**
 * The terms of software standards: English | German ; French ; Spanish ; Portuguese ; Italian ; Dutch ; Chinese ; Japanese ; Korean.
 * Several words of one language are separated by commas. Regular plurals need no entry.
 */
export const GLOSSARY_TERMS = `
error|fehler;erreur;error;erro;errore;fout;错误;エラー;오류,에러
error handling|fehlerbehandlung;gestion des erreurs,traitement des erreurs;manejo de errores,gestión de errores;tratamento de erros;gestione degli errori;foutafhandeling;错误处理;エラー処理,エラーハンドリング;오류 처리,에러 처리,오류처리
error message|fehlermeldung;message d'erreur;mensaje de error;mensagem de erro;messaggio di errore;foutmelding;错误信息;エラーメッセージ;오류 메시지
exception|ausnahme;exception;excepción;exceção;eccezione;uitzondering;异常;例外;예외
exception handling|ausnahmebehandlung;gestion des exceptions;manejo de excepciones;tratamento de exceções;gestione delle eccezioni;uitzonderingsafhandeling;异常处理;例外処理;예외 처리
warning|warnung;avertissement;advertencia;aviso;avviso;waarschuwing;警告;警告;경고
bug|programmfehler;bogue;fallo,defecto;defeito;difetto;defect;缺陷;バグ,不具合;버그
test|prüfung,testen;essai,tester;prueba,probar;teste,testar;prova,collaudo;testen;测试;テスト;테스트
unit test|komponententest,modultest,einheitentest;test unitaire;prueba unitaria;teste unitário,teste de unidade;test unitario,test di unità;eenheidstest;单元测试;単体テスト,ユニットテスト;단위 테스트,단위테스트
integration test|integrationstest;test d'intégration;prueba de integración;teste de integração;test di integrazione;integratietest;集成测试;結合テスト,統合テスト;통합 테스트
test coverage|testabdeckung;couverture de test,couverture de code;cobertura de pruebas,cobertura de código;cobertura de testes;copertura dei test;testdekking;测试覆盖率,覆盖率;テストカバレッジ,カバレッジ;테스트 커버리지
test data|testdaten;données de test;datos de prueba;dados de teste;dati di test;testgegevens;测试数据;テストデータ;테스트 데이터
mock|attrappe;bouchon;simulacro;simulação;simulazione;nabootsing;模拟;モック;목 객체
assertion|zusicherung;affirmation;aserción;asserção;asserzione;bewering;断言;アサーション;단언
naming conventions|namenskonvention,benennungsregel,namensgebung;conventions de nommage,nommage;convenciones de nombres,convención de nombres,nomenclatura;convenções de nomenclatura,convenção de nomes;convenzioni di denominazione,nomenclatura;naamgeving,naamconventie;命名规范,命名约定,命名规则,命名;命名規則,命名;명명 규칙,이름 규칙
name|name,benennen,bezeichner;nom,nommer;nombre,nombrar;nome,nomear;nome,nominare;naam,benoemen;名称,名字;名前;이름
variable|variable;variable;variable;variável;variabile;variabele;变量;変数;변수
constant|konstante;constante;constante;constante;costante;constante;常量;定数;상수
function|funktion;fonction;función;função;funzione;functie;函数;関数;함수
method|methode;méthode;método;método;metodo;methode;方法名;メソッド;메서드,메소드
class|klasse;classe;clase;classe;classe;klasse;类;クラス;클래스
object|objekt;objet;objeto;objeto;oggetto;object;对象;オブジェクト;객체
interface|schnittstelle;interface;interfaz;interface;interfaccia;interface;接口;インターフェース;인터페이스
inheritance|vererbung;héritage;herencia;herança;ereditarietà;overerving;继承;継承;상속
encapsulation|kapselung;encapsulation;encapsulación;encapsulamento;incapsulamento;inkapseling;封装;カプセル化;캡슐화
type|typ,datentyp;type;tipo;tipo;tipo;gegevenstype;类型;型;타입,자료형
parameter|parameter,argument;paramètre;parámetro;parâmetro;parametro;parameter;参数;引数,パラメータ;매개변수,인자
return value|rückgabewert;valeur de retour;valor de retorno;valor de retorno;valore di ritorno;retourwaarde;返回值;戻り値;반환값
null|nullwert;valeur nulle;valor nulo;valor nulo;valore nullo;nulwaarde;空值,空指针;ヌル;널 값
loop|schleife;boucle;bucle;laço;ciclo;lus;循环;ループ;반복문
condition|bedingung;condition;condición;condição;condizione;voorwaarde;条件;条件;조건
array|feld,liste;tableau;arreglo,matriz;vetor,matriz;vettore,elenco;lijst;数组;配列;배열
string|zeichenkette;chaîne de caractères;cadena de texto,cadena de caracteres;cadeia de caracteres;stringa;tekenreeks;字符串;文字列;문자열
module|modul;module;módulo;módulo;modulo;module;模块;モジュール;모듈
library|bibliothek;bibliothèque;biblioteca;biblioteca;libreria;bibliotheek;库;ライブラリ;라이브러리
package|paket;paquet;paquete;pacote;pacchetto;pakket;软件包;パッケージ;패키지
dependency|abhängigkeit;dépendance;dependencia;dependência;dipendenza;afhankelijkheid;依赖;依存関係,依存;의존성
dependency injection|abhängigkeitsinjektion;injection de dépendance;inyección de dependencia;injeção de dependência;iniezione delle dipendenze,iniezione di dipendenze;afhankelijkheidsinjectie;依赖注入;依存性注入,依存性の注入;의존성 주입
injection|einschleusung,injektion;injection;inyección;injeção;iniezione;injectie;注入;インジェクション,注入;주입,인젝션
design pattern|entwurfsmuster;patron de conception;patrón de diseño;padrão de projeto;schema progettuale;ontwerppatroon;设计模式;デザインパターン;디자인 패턴
architecture|architektur;architecture;arquitectura;arquitetura;architettura;architectuur;架构;アーキテクチャ;아키텍처
design|entwurf;conception;diseño;projeto;progettazione;ontwerp;设计;設計;설계
structure|struktur,aufbau;structure;estructura;estrutura;struttura;structuur;结构;構造;구조
project structure|projektstruktur;structure du projet;estructura del proyecto;estrutura do projeto;struttura del progetto;projectstructuur;项目结构;プロジェクト構成;프로젝트 구조
layer|schicht;couche;capa;camada;strato;laag;分层;レイヤー;계층
component|komponente,bauteil;composant;componente;componente;componente;component;组件;コンポーネント;컴포넌트
code style|programmierstil,codestil;style de code;estilo de código;estilo de código;stile del codice;codestijl,codeerstijl;代码风格,编码风格,编码规范;コーディングスタイル,コーディング規約;코드 스타일,코딩 규칙
formatting|formatierung;formatage,mise en forme;formato;formatação;formattazione;opmaak;格式化,格式;書式,フォーマット;서식
indentation|einrückung;indentation;sangría,indentación;indentação,recuo;rientro,indentazione;inspringing;缩进;インデント,字下げ;들여쓰기
readability|lesbarkeit;lisibilité;legibilidad;legibilidade;leggibilità;leesbaarheid;可读性;可読性;가독성
maintainability|wartbarkeit;maintenabilité;mantenibilidad;manutenibilidade;manutenibilità;onderhoudbaarheid;可维护性;保守性;유지보수
complexity|komplexität;complexité;complejidad;complexidade;complessità;complexiteit;复杂度,复杂性;複雑さ,複雑度;복잡도
duplication|verdopplung,doppelter code;duplication;duplicación;duplicação;duplicazione;duplicatie;重复;重複;중복
refactoring|umstrukturierung,refaktorisierung;refactorisation,remaniement;refactorización;refatoração;rifattorizzazione;herstructurering;重构;リファクタリング;리팩터링,리팩토링
comment|kommentar;commentaire;comentario;comentário;commento;commentaar,opmerking;注释;コメント;주석
documentation|dokumentation,dokumentieren;documentation,documenter;documentación,documentar;documentação,documentar;documentazione,documentare;documentatie,documenteren;文档;ドキュメント,文書化;문서화,문서
logging|protokollierung,protokollieren,protokoll;journalisation,journaux;registro,bitácora;registro de logs;registrazione dei log;loggen,logboek;日志记录,日志;ロギング,ログ;로깅,로그
sensitive data|sensible daten,sensibler daten,vertrauliche daten;données sensibles;datos sensibles;dados sensíveis;dati sensibili;gevoelige gegevens;敏感数据,敏感信息;機密データ,機密情報;민감 정보,민감한 데이터
personal data|personenbezogene daten,personenbezogener daten;données personnelles;datos personales;dados pessoais;dati personali;persoonsgegevens;个人数据,个人信息;個人情報,個人データ;개인정보
privacy|datenschutz;vie privée,confidentialité;privacidad;privacidade;riservatezza;gegevensbescherming;隐私;プライバシー;프라이버시
data|daten;données;datos;dados;dati;gegevens;数据;データ;데이터
security|sicherheit;sécurité;seguridad;segurança;sicurezza;beveiliging,veiligheid;安全;セキュリティ;보안
vulnerability|schwachstelle,sicherheitslücke;vulnérabilité,faille;vulnerabilidad;vulnerabilidade;vulnerabilità;kwetsbaarheid;漏洞;脆弱性;취약점
attack|angriff;attaque;ataque;ataque;attacco;aanval;攻击;攻撃;공격
password|passwort,passwörter,kennwort,kennwörter;mot de passe,mots de passe;contraseña;senha;parola d'accesso;wachtwoord;密码,口令;パスワード;비밀번호,암호
authentication|authentifizierung,anmeldung;authentification;autenticación;autenticação;autenticazione;authenticatie;认证,身份验证,登录;認証;인증
authorization|autorisierung,berechtigung;autorisation;autorización;autorização;autorizzazione;autorisatie;授权;認可;인가,권한 부여
access control|zugriffskontrolle;contrôle d'accès;control de acceso;controle de acesso;controllo degli accessi;toegangscontrole;访问控制,权限;アクセス制御,権限;접근 제어,권한
encryption|verschlüsselung,verschlüsseln;chiffrement,chiffrer;cifrado,cifrar;criptografia,cifrar;crittografia,cifratura;versleuteling,versleutelen;加密;暗号化;암호화
key|schlüssel;clé;clave;chave;chiave;sleutel;密钥;鍵;열쇠
secret|geheimnis;secret;secreto;segredo;segreto;geheim;秘密,机密;シークレット,秘密;시크릿
validation|validierung,eingabeprüfung;validation,valider;validación,validar;validação,validar;validazione,convalida;validatie,valideren;校验,验证;検証,バリデーション;검증,유효성 검사
input|eingabe;entrée,saisie;entrada;entrada;ingresso;invoer;输入;入力;입력
output|ausgabe;sortie;salida;saída;uscita;uitvoer;输出;出力;출력
session|sitzung;session;sesión;sessão;sessione;sessie;会话;セッション;세션
user|benutzer,nutzer,anwender;utilisateur;usuario;usuário,utilizador;utente;gebruiker;用户;ユーザー;사용자
code review|codeüberprüfung,codedurchsicht;revue de code,relecture de code;revisión de código;revisão de código;revisione del codice;codebeoordeling,codereview;代码审查,代码评审;コードレビュー;코드 리뷰,코드리뷰
pull request|übernahmeanfrage;demande de tirage,demande de fusion;solicitud de extracción;solicitação de pull;richiesta di pull;samenvoegverzoek;拉取请求,合并请求;プルリクエスト;풀 리퀘스트
commit message|commit-nachricht,commitnachricht;message de commit;mensaje de commit;mensagem de commit;messaggio di commit;commitbericht;提交信息,提交说明;コミットメッセージ;커밋 메시지
branch|zweig;branche;rama;ramo,ramificação;ramo;vertakking;分支;ブランチ;브랜치
merge|zusammenführen,zusammenführung;fusion,fusionner;fusión,fusionar;mesclar,mesclagem;unione,fusione;samenvoegen;合并;マージ;병합
version|versionierung;version,versionnage;versión,versionado;versão,versionamento;versione,versionamento;versie,versiebeheer;版本;バージョン;버전
version control|versionsverwaltung;gestion de versions,contrôle de version;control de versiones;controle de versão;controllo di versione;versiebeheer;版本控制;バージョン管理;버전 관리
release|veröffentlichung,freigabe;publication,livraison;lanzamiento,publicación;lançamento;rilascio;uitgave;发布;リリース;릴리스,출시
deployment|bereitstellung,auslieferung;déploiement,déployer;despliegue,desplegar;implantação,implantar;distribuzione,messa in produzione;uitrol,implementatie;部署;デプロイ;배포
continuous integration|kontinuierliche integration;intégration continue;integración continua;integração contínua;integrazione continua;continue integratie;持续集成;継続的インテグレーション;지속적 통합
environment|umgebung;environnement;entorno;ambiente;ambiente;omgeving;环境;環境;환경
environment variable|umgebungsvariable;variable d'environnement;variable de entorno;variável de ambiente;variabile d'ambiente;omgevingsvariabele;环境变量;環境変数;환경 변수,환경변수
configuration|konfiguration,einstellung;configuration;configuración;configuração;configurazione;configuratie,instelling;配置;設定;설정,구성
performance|leistung,geschwindigkeit;performance;rendimiento;desempenho;prestazioni;prestatie;性能;性能,パフォーマンス;성능
optimization|optimierung;optimisation;optimización;otimização;ottimizzazione;optimalisatie;优化;最適化;최적화
memory|speicher,arbeitsspeicher;mémoire;memoria;memória;memoria;geheugen;内存;メモリ;메모리
memory leak|speicherleck;fuite de mémoire,fuite mémoire;fuga de memoria;vazamento de memória;perdita di memoria;geheugenlek;内存泄漏;メモリリーク;메모리 누수
cache|zwischenspeicher;antémémoire;caché;cache;cache;tussenopslag;缓存;キャッシュ;캐시
concurrency|nebenläufigkeit,parallelität;concurrence,parallélisme;concurrencia;concorrência,simultaneidade;concorrenza;gelijktijdigheid;并发;並行処理,並行性,並行;동시성
thread|ausführungsstrang;fil d'exécution;hilo de ejecución,hilo;fluxo de execução;filo di esecuzione;uitvoeringsdraad;线程;スレッド;스레드
lock|sperre;verrou;bloqueo;bloqueio,trava;blocco;vergrendeling;锁;排他制御;잠금
asynchronous|asynchron;asynchrone;asíncrono,asincrónico;assíncrono;asincrono;asynchroon;异步;非同期;비동기
queue|warteschlange;file d'attente;cola de mensajes;fila de mensagens;coda di messaggi;wachtrij;队列;キュー;큐,대기열
database|datenbank;base de données,bases de données;base de datos,bases de datos;banco de dados,base de dados;base di dati;databank,gegevensbank;数据库;データベース;데이터베이스
query|abfrage;requête;consulta;consulta;interrogazione;bevraging;查询;クエリ;쿼리
table|tabelle;table;tabla;tabela;tabella;tabel;数据表,表结构;テーブル;테이블
transaction|transaktion;transaction;transacción;transação;transazione;transactie;事务;トランザクション;트랜잭션
migration|datenmigration;migration;migración;migração;migrazione;migratie;迁移;移行,マイグレーション;마이그레이션
backup|datensicherung,sicherungskopie;sauvegarde;copia de seguridad;cópia de segurança;copia di sicurezza;reservekopie;备份;バックアップ;백업
file|datei;fichier;archivo,fichero;arquivo,ficheiro;archivio;bestand;文件;ファイル;파일
directory|verzeichnis,ordner;répertoire,dossier;directorio,carpeta;diretório,pasta;cartella;bestandsmap;目录,文件夹;ディレクトリ,フォルダ;디렉터리,폴더
request|anfrage;requête;solicitud,petición;requisição,solicitação;richiesta;verzoek,aanvraag;请求;リクエスト,要求;요청
response|antwort;réponse;respuesta;resposta;risposta;antwoord,respons;响应;レスポンス,応答;응답
timeout|zeitüberschreitung,zeitlimit;délai d'attente,expiration;tiempo de espera;tempo limite;tempo scaduto;tijdslimiet;超时;タイムアウト;타임아웃,시간 초과
retry|wiederholung,wiederholen;nouvelle tentative,réessayer;reintento,reintentar;nova tentativa,tentar novamente;nuovo tentativo,riprovare;herhaling,opnieuw proberen;重试;再試行,リトライ;재시도
pagination|seitennummerierung,paginierung;pagination;paginación;paginação;paginazione;paginering;分页;ページネーション,ページング;페이지네이션
server|server;serveur;servidor;servidor;servente;server;服务器;サーバー;서버
client|kunde;client;cliente;cliente;cliente;klant;客户端;クライアント;클라이언트
service|dienst;service;servicio;serviço;servizio;dienst;服务;サービス;서비스
network|netzwerk;réseau;redes;rede;rete;netwerk;网络;ネットワーク;네트워크
container|behälter;conteneur;contenedor;contêiner;contenitore;container;容器;コンテナ;컨테이너
cloud|wolke;nuage,infonuagique;nube;nuvem;nuvola;cloud;云;クラウド;클라우드
monitoring|überwachung,überwachen;surveillance,surveiller;monitorización,supervisión,monitoreo;monitoramento,monitorização;monitoraggio;bewaking;监控;監視,モニタリング;모니터링
alert|alarm,benachrichtigung;alerte;alerta;alerta;avviso,allarme;waarschuwing;告警,报警;アラート,警報;알림,경보
metrics|kennzahl,messwert,metrik;métrique;métrica;métrica;metrica;meetwaarde;指标;メトリクス,指標;지표,메트릭
availability|verfügbarkeit;disponibilité;disponibilidad;disponibilidade;disponibilità;beschikbaarheid;可用性;可用性;가용성
reliability|zuverlässigkeit;fiabilité;fiabilidad,confiabilidad;confiabilidade;affidabilità;betrouwbaarheid;可靠性;信頼性;신뢰성
scalability|skalierbarkeit;évolutivité,passage à l'échelle;escalabilidad;escalabilidade;scalabilità;schaalbaarheid;可扩展性,可伸缩性;スケーラビリティ,拡張性;확장성
compatibility|kompatibilität;compatibilité;compatibilidad;compatibilidade;compatibilità;compatibiliteit;兼容性,兼容;互換性;호환성
accessibility|barrierefreiheit,zugänglichkeit;accessibilité;accesibilidad;acessibilidade;accessibilità;toegankelijkheid;无障碍,可访问性;アクセシビリティ;접근성
user interface|benutzeroberfläche,oberfläche;interface utilisateur;interfaz de usuario;interface do usuário;interfaccia utente;gebruikersinterface;用户界面,界面;ユーザーインターフェース,画面;사용자 인터페이스
button|schaltfläche,knopf;bouton;botón;botão;pulsante;knop;按钮;ボタン;버튼
form|formular;formulaire;formulario;formulário;modulo di inserimento;formulier;表单;フォーム;입력 양식,양식
translation|übersetzung,übersetzen;traduction,traduire;traducción,traducir;tradução,traduzir;traduzione,tradurre;vertaling,vertalen;翻译;翻訳;번역
localization|lokalisierung;localisation;localización;localização;localizzazione;lokalisatie;本地化,国际化;ローカライズ,国際化,多言語;현지화,국제화
state|zustand;état;estado;estado;stato;toestand;状态;状態;상태
event|ereignis;événement;evento;evento;evento;gebeurtenis;事件;イベント;이벤트
time zone|zeitzone;fuseau horaire;zona horaria;fuso horário;fuso orario;tijdzone;时区;タイムゾーン;시간대
date|datum,zeitstempel;horodatage;fecha;data e hora;data e ora;tijdstempel;日期,时间戳;日付,日時;날짜
license|lizenz;licence;licencia;licença;licenza;licentie;许可证;ライセンス;라이선스
requirement|anforderung;exigence;requisito;requisito;requisito;vereiste,eis;需求;要件;요구사항
onboarding|einarbeitung;intégration des nouveaux;incorporación;integração de novos;inserimento;inwerken;入职;新人教育,オンボーディング;온보딩
build|bauen,erstellung;compilation;compilación;compilação;compilazione;bouwen;构建,编译;ビルド;빌드
tool|werkzeug;outil;herramienta;ferramenta;strumento;hulpmiddel;工具;ツール;도구
quality|qualität;qualité;calidad;qualidade;qualità;kwaliteit;质量;品質;품질
technical debt|technische schulden;dette technique;deuda técnica;dívida técnica;debito tecnico;technische schuld;技术债务,技术债;技術的負債;기술 부채
incident|vorfall,störung;incident;incidente;incidente;incidente;storing;事故,故障;障害,インシデント;장애
`
