/** The vocabulary of the generated standards of one natural language. */
export interface NaturalLanguage {
  readonly code: string
  /** Words by decreasing frequency; the generator draws them by Zipf's law. */
  readonly words: readonly string[]
  /** Parts from which rarer words are made. */
  readonly syllables: readonly string[]
  readonly headings: readonly string[]
  /** The separator of words; empty in Chinese. */
  readonly space: string
  readonly stop: string
}

const split = (text: string) => text.trim().split(/\s+/)

export const NATURAL_LANGUAGES: readonly NaturalLanguage[] = [
  {
    code: 'en',
    words:
      split(`the a of to and in is for that with on be as by not it this are from or each when must should can
      before after never always only one every code test error request value function service module state return
      write read name type change call input output data database index query cache server client message queue
      thread process memory latency retry backoff timeout logging metrics review branch commit release deploy rollback
      schema migration contract boundary layer interface dependency version password secret token session permission
      attacker encrypt validate sanitize measure profile budget allocate iterate recursion immutable pattern factory
      observer fixture assertion coverage mock integration boundary owner document example team standard rule reason`),
    syllables: split(
      'al ber con der en fal gri hol in jun ker lo mar nor op per qui ren sol tir un ver wil yor',
    ),
    headings: split(
      'Purpose Scope Rules Naming Structure Errors Testing Review Examples Exceptions Tooling Checklist Rationale Limits',
    ),
    space: ' ',
    stop: '.',
  },
  {
    code: 'de',
    words:
      split(`der die das und in zu den mit für von auf ist nicht ein eine es dem wird werden soll muss darf jede
      vor nach immer nie nur wenn aber als auch Fehler Prüfung Anfrage Antwort Wert Dienst Modul Zustand Schnittstelle
      Datenbank Abfrage Speicher Zwischenspeicher Verbindung Nachricht Warteschlange Wiederholung Zeitlimit Protokoll
      Messung Freigabe Rücknahme Änderung Vertrag Grenze Schicht Abhängigkeit Fassung Kennwort Geheimnis Sitzung Recht
      Angreifer verschlüsseln prüfen bereinigen messen schreiben lesen benennen aufrufen Muster Beispiel Regel Grund`),
    syllables: split(
      'ab be ein ent er ge grund hal hand her kraft lauf mess ord plan rat schrift stell teil um ver werk zu',
    ),
    headings: split(
      'Zweck Geltung Regeln Namen Aufbau Fehler Tests Durchsicht Beispiele Ausnahmen Werkzeuge Checkliste Gründe Grenzen',
    ),
    space: ' ',
    stop: '.',
  },
  {
    code: 'fr',
    words:
      split(`le la les de des un une et à en pour que dans par sur est pas ne avec il chaque doit peut avant après
      toujours jamais seulement quand mais aussi code essai erreur requête réponse valeur service module état interface
      données requêter mémoire cache connexion message file reprise délai journal mesure livraison retour changement
      contrat limite couche dépendance version secret jeton session droit attaquant chiffrer vérifier nettoyer mesurer
      écrire lire nommer appeler motif exemple règle raison équipe norme fonction boucle récursion immuable`),
    syllables: split('ac bon cour dé é faire gri in jour lu man né or pro que ré sen tion ure vi'),
    headings: split(
      'But Portée Règles Noms Structure Erreurs Essais Relecture Exemples Exceptions Outils Contrôle Raisons Limites',
    ),
    space: ' ',
    stop: '.',
  },
  {
    code: 'ru',
    words:
      split(`и в не на что с по это как для из к но от то все должен может каждый перед после всегда никогда только
      когда также код тест ошибка запрос ответ значение служба модуль состояние интерфейс данные память кэш соединение
      сообщение очередь повтор задержка журнал мера выпуск откат изменение договор граница слой зависимость версия пароль
      тайна сеанс право шифровать проверять очищать измерять писать читать называть вызывать образец пример правило
      причина команда функция цикл рекурсия неизменный индекс сервер клиент поток процесс`),
    syllables: split('ба во ги да же за ис ко ла мо на об пре ра со то ук фа хо че ши'),
    headings: split(
      'Цель Область Правила Имена Структура Ошибки Тесты Обзор Примеры Исключения Средства Список Причины Пределы',
    ),
    space: ' ',
    stop: '.',
  },
  {
    code: 'zh',
    words:
      split(`的 是 在 和 不 要 用 有 对 每个 必须 可以 应该 之前 之后 总是 从不 只有 如果 但是 代码 测试 错误 请求 响应 值 函数
      服务 模块 状态 接口 数据 数据库 索引 查询 缓存 服务器 客户端 消息 队列 线程 进程 内存 延迟 重试 超时 日志 指标 评审 分支 提交
      发布 部署 回滚 模式 迁移 契约 边界 分层 依赖 版本 密码 秘密 令牌 会话 权限 攻击者 加密 验证 清理 测量 写入 读取 命名 调用 示例
      团队 标准 规则 原因 循环 递归 不可变 覆盖率 集成 文档`),
    syllables: split('安 本 程 单 端 方 构 化 机 开 量 名 配 全 容 视 体 位 性 元 载 制'),
    headings: split('目的 范围 规则 命名 结构 错误处理 测试要求 评审 示例 例外 工具 检查清单 理由 限制'),
    space: '',
    stop: '。',
  },
]

/** The folders of the library: names that Plumbline knows as languages and domains. */
export const LANGUAGES = split('python go javascript typescript rust')
export const DOMAINS = split('architecture testing security performance patterns')
