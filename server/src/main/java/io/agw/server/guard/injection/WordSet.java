package io.agw.server.guard.injection;

/// Words that mean about the same where a model is talked to, in the languages that are known. A
/// word may be of several sets; `*` at its end stands for any ending. Marks between words are sets
/// of their own, without words.
enum WordSet {
    IGNORE(
            "ignore ignoring disregard disregarding forget forgetting disobey unlearn"
                    + " neglect abandon discard dismiss ignoriere ignoriert vergiss vergesst"
                    + " missachte missachtet verwirf ignorez oublie oubliez abandonne ignora ignoren"
                    + " olvida olvides olvide olviden omite omita descarta descarte desobedece desatiende"
                    + " ignorem esqueca esquece desconsidere desconsidera ignorate dimentica"
                    + " dimenticate trascura tralascia disattendi scorda игнорируй игнорируйте"
                    + " забудь забудьте 忽略 无视 無視 忘记 忘記 忘掉 抛开 不要理会 违反"),
    SET_ASIDE(
            "bypass bypassing override overriding overrule circumvent outrepasse"
                    + " contourne contournez contorne burle aggira umgehe 绕过 drop skip delete erase"
                    + " remove suspend void cancel revoke disable deactivate lift break violate"
                    + " reset clear wipe scrap ditch off aside rid down out relax waive breche brich"
                    + " losche deaktiviere entferne hebe umgeh supprime desactive enleve elimina"
                    + " desactiva quita rompe borra salta remova desative apague quebre disattiva"
                    + " rimuovi cancella rompi отмени отключи 取消 关闭 解除 删除 停用 打破"),
    LATE_IGNORE("ignorieren vergessen missachten umgehen 忽略 无视 無視 忘记 忘掉"),
    PRIOR(
            "previous previously prior above earlier preceding before foregoing initial"
                    + " original existing former past current vorherige* bisherige* obige* fruhere*"
                    + " vorige* ursprungliche* precedent* anterieur* dessus initiales anterior*"
                    + " previa previas previo previos arriba inicial iniciais iniciales acima"
                    + " precedenti sopra iniziali предыдущ* прежн* прошл* 之前 以前 先前 前面 此前 上面 以上 上述 原有"
                    + " 原来 所有"),
    ABOVE("above foregoing preceding previous"),
    ORDERS(
            "instruct instruction instructions prompt prompts systemprompt rule rules"
                    + " guideline guidelines guidance direction directions directive directives"
                    + " order orders programming training conditioning alignment restriction"
                    + " restrictions constraint constraints filter filters policy policies command"
                    + " commands safeguard safeguards guardrail guardrails protocol protocols"
                    + " limitation limitations principles anweisung* regel regeln vorgabe*"
                    + " richtlinie* befehl* einschrankung* instruktion* beschrankung* consigne*"
                    + " regles instrucci* reglas ordenes directri* indicaciones normas restric*"
                    + " instruc* regras diretrizes orientac* ordens istruzion* linstruct* dinstruct*"
                    + " regole direttive indicazioni ordini restrizioni инструкци* правил* указани*"
                    + " 指令 指示 规则 規則 提示 命令 限制 设定 设置 要求 准则 规定 约束"),
    INSTRUCTIONS(
            "instruction instructions prompt prompts systemprompt directive directives"
                    + " anweisung* instruktion* consigne* instrucci* instruc* istruzion* инструкци*"
                    + " 指令 指示 提示 提示词"),
    YOUR(
            "your youre yours yourself ur deine deinen deiner deinem dein eure euren ihre"
                    + " ihren ton ta tes votre vos tu tus su sus seu seus sua suas teu tuas tuo tuoi"
                    + " tua tue vostre твои свои твой ваши 你的 您的 你所有的 自己的"),
    MY(
            "my our his her their mein* unser* mis nuestr* mon mes notre nos meu* minha*"
                    + " mio miei mie 我的 我们的"),
    SYSTEM(
            "system systems developer developers dev openai openais anthropic anthropics"
                    + " creator creators maker makers operator operators provider vendor programmers"
                    + " entwickler* sistema systeme sistem* системн* 系统 系統 开发者"),
    SISTEMA("sistema systeme"),
    SAFETY(
            "safety content ethical ethics moral security moderation censorship"
                    + " sicherheits* securite seguridad seguranca contenido conteudo sicurezza"
                    + " eticas ethiques 安全 内容 道德 审查"),
    LIMITS(
            "restriction restrictions restrictionless filter filters filtering guideline"
                    + " guidelines moderation limit limits limitation limitations policy policies"
                    + " protocol protocols safeguard safeguards guardrail guardrails rules rule"
                    + " constraints boundaries censorship ethics morals morality scruples"
                    + " inhibitions checks programming training instructions controls safeties"
                    + " einschrankung* beschrankung* regeln grenzen zensur restric* filtre filtres"
                    + " limites regles censure filtro filtros reglas censura regras etica"
                    + " restrizioni filtri limiti regole ограничени* 限制 过滤 约束 审查 规则 道德"),
    REVEAL(
            "cat reveal print show repeat output display tell leak give expose recite"
                    + " dump disclose echo share read spell reproduce quote paste list provide"
                    + " return state copy spill divulge summarize paraphrase translate encode"
                    + " describe zeige zeig gib gebt nenne nenn verrate verrat wiederhole drucke"
                    + " offenbare affiche affichez montre montrez revele revelez donne donnez repete"
                    + " repetez dis dites muestra muestrame revela revelame imprime dime repite"
                    + " ensename escribe mostre exiba imprima diga repita mostra mostrami rivela"
                    + " stampa dimmi ripeti покажи раскрой выведи повтори 显示 輸出 输出 告诉 透露 泄露 打印 重复 说出"
                    + " 展示 公开 给我"),
    COPY(
            "repeat print output reveal echo recite display dump copy reply respond"
                    + " return paste"),
    HIDDEN(
            "hidden secret initial confidential original underlying internal first system"
                    + " developer private core preset builtin concealed invisible full complete"
                    + " entire geheime* versteckte* interne* ursprungliche* cachees secretes"
                    + " initiales ocultas secretas iniciales internas ocultos secreto confidenciales"
                    + " iniciais segrete nascoste 隐藏 系统 初始 内部"),
    PROMPT(
            "prompt prompts systemprompt systemprompts preamble sysprompt systemnachricht"
                    + " metaprompt systemanweisung* systeminstruction* подсказк* промпт 提示词 提示 系统提示"
                    + " 系统提示词"),
    SETUP(
            "instruction instructions rules guidelines configuration config message"
                    + " messages text directives settings setup policy policies brief anweisungen"
                    + " regeln instrucci* instruc* consignes reglas regles regras mensaje mensagem"
                    + " messaggio regole istruzioni 规则 设定 配置 消息"),
    MESSAGE("message messages mensaje mensajes mensagem messaggio invite nachricht 消息"),
    A("a an some example typical good my our einen eine un une uno una um uma"),
    WHAT(
            "what whats which was welche wie quel quelle quelles quels cual cuales que"
                    + " qual quais quali 什么 哪些"),
    TEXTS(
            "everything text texts rules contents words instructions conversation all"
                    + " anything message"),
    PLACE("above before given precede precedes preceding prior preceded beginning start"),
    THIS("this these that diese* dieses ce cette este esta questo questa 这 本"),
    VERBATIM(
            "verbatim exactly exact literally unchanged word starting beginning block"
                    + " including unedited"),
    BEGIN("first beginning start opening initial before outset"),
    CONVERSATION("conversation chat session dialogue discussion"),
    CONTEXT("context"),
    YOU(
            "tu tienes eres tens tem hai sei you youre youve du dir dich te ti vous toi"
                    + " voce lei вам тебе 你 您"),
    WERE(
            "were was are have had ve been youve youre got wurde* wurdest hast fue fueron"
                    + " dijeron"),
    TOLD(
            "said gave dito set bekommen erhalten recu recibido recebeu ricevuto detta"
                    + " provided assigned told given taught instructed programmed configured learned"
                    + " ordered received trained gesagt gegeben dit dijeron dicho disseram detto"
                    + " donne donnees donnes recibiste сказали 被告知 告诉"),
    NO(
            "no without zero ohne keine keinen sans aucun aucune sin ningun ninguna sem"
                    + " nenhum nenhuma senza nessun nessuna без 没有 無 无 不受 毫无"),
    FREE(
            "unrestrict* uncensor* unfilter* jailbr* unshackled unchained"
                    + " uneingeschrankt* unzensiert unmoderated 越狱"),
    FREED("freed liberated released exempt unbound befreit libere libre liberado libero"),
    LONE_FREE("frei libre libero free"),
    FROM("von de di du from of by"),
    DAN("dan evilbot chaosgpt"),
    PERSONA(
            "pretend roleplay roleplaying simulate act imagine impersonate persona become"
                    + " emulate character spiel spiele simuliere imagina finge actua imaginez agis"
                    + " finja aja fingi agisci представь 扮演 假装 假設 假设"),
    EVIL("evil amoral unethical malicious rogue immoral unaligned unhinged"),
    GUARDS(
            "safeguard safeguards guardrail guardrails censorship ethics restriction"
                    + " restrictions moderation safeties"),
    CONCEALED(
            "hidden secret initial confidential original underlying internal geheime*"
                    + " versteckte* cachees secretes ocultas secretas iniciales iniciais segrete"
                    + " nascoste 隐藏 初始"),
    CREDENTIALS(
            "credentials password passwords key keys token tokens secrets contrasena*"
                    + " passwort senha* 密码 密钥"),
    OFF(
            "disabled suspended off lifted deactivated removed void null revoked"
                    + " cancelled canceled obsolete expired superseded overridden overruled erased"
                    + " deleted nullified invalid rescinded aufgehoben ungultig desactivados"
                    + " desactivado anuladas desativados 失效 作废"),
    LONGER("longer anymore"),
    BOUND("bound apply applies restricted limited constrained subject obliged valid" + " binding"),
    FAKE("test joke fake malicious attacker drill hoax decoy placeholder trick prank"),
    NEW(
            "new updated revised neue neuen nouvelle nouvelles nueva nuevas novas nuove"
                    + " новые 新的 新"),
    REAL("real true actual genuine echte wahre verdadera verdaderas vraies"),
    TASK("task goal objective mission purpose job aufgabe tache tarea tarefa compito" + " 任务 目标"),
    NOT(
            "not dont never neednt shouldnt mustnt cannot nicht nie ne pas no nao non mai"
                    + " jamas nunca не 不要 别 不必 无需 不用 不再"),
    FOLLOW(
            "compte cuenta conto conta listen adhering follow following obey obeying"
                    + " comply adhere abide heed respect observe befolge befolgt folge halte beachte"
                    + " suis suivez respecte respectez sigas siga sigues obedezcas seguir seguire"
                    + " obedeca rispettare следуй 遵守 遵循 服从 听从"),
    STOP("stop cease quit refuse avoid deja para pare arrete cessez smetti hor 停止"),
    OBEY("obey obeys gehorche obeis obedece obedeca obbedisci"),
    ONLY("only exclusively solely nur uniquement solo apenas somente"),
    ME("me my i mine im mir ich moi je yo eu io 我"),
    SAY("say tell ask command want order"),
    TELL("tell mention inform alert notify telling mentioning informing" + " alerting notifying"),
    USER(
            "user users human humans them anyone anybody owner benutzer nutzer"
                    + " utilisateur usuario utente 用户"),
    AI(
            "ai ais assistant assistants llm llms model models chatbot chatbots agent"
                    + " agents bot bots gpt* chatgpt claude gemini copilot ki ia modell modelo"
                    + " modele assistente asistente 助手 人工智能"),
    READING(
            "reading reads read processing processes process parsing parse parses"
                    + " summarizing summarising summarizes analyzing analysing analyzes reviewing"
                    + " reviews review indexing crawling scanning seeing sees visiting evaluating"
                    + " screening liest lesen leyendo lees"),
    WHEN("when if while once wenn si quando cuando falls"),
    NOTE(
            "note notice attention message instruction instructions text memo reminder ps"
                    + " important hinweis nota mensaje mensagem anweisung achtung"),
    FOR("for to an fur pour para a per 给"),
    MUST("will must should shall"),
    INSTEAD("instead rather"),
    WORK(
            "summarizing summarising translating answering reviewing replying responding"
                    + " analyzing helping completing"),
    ASK(
            "question questions request requests query queries task tasks command"
                    + " commands prompt demand"),
    HIDE_WORDS("hide conceal keep withhold hiding concealing"),
    SEND(
            "send forward transfer output post upload email mail submit transmit"
                    + " exfiltrat* envia envoie sende schicke envie invia 发送 转发"),
    SECRETS(
            "credentials password passwords key keys token tokens secrets contacts"
                    + " conversation history inbox cookies messages emails chat data files"
                    + " contrasena* passwort mdp senha* 密码 密钥"),
    OUTSIDE("http https url webhook address attacker server endpoint"),
    STEAL("exfiltrat*"),
    BOSS(
            "administrator admin developer creator owner openai anthropic engineer"
                    + " operator root ceo supervisor entwickler administrador desarrollador"
                    + " administrateur 管理员 开发者"),
    AUTHORIZE(
            "authorize authorise grant permit allow command order hereby instruct demand"
                    + " require autorisiere befehle autorizo ordeno autorise ordonne 授权 命令"),
    SUPERSEDE(
            "override overrides supersede supersedes cancels cancel replaces outranks"
                    + " trumps overrules precedence priority invalidates voids"),
    EVERY(
            "all any every other others everything anything alle* toutes todas todos"
                    + " tutte tutti все 一切 全部"),
    EVERYTHING("everything anything alles tout todo tudo tutto"),
    MODES(
            "developer dev god debug maintenance root sudo admin evil chaos opposite dan"
                    + " unsafe entwickler* desarrollador 开发者"),
    MODE("mode modus modo modalita 模式"),
    DECODE(
            "decode decod* decrypt* decipher* unscramble reverse dekodiere decodez"
                    + " descifra 解码 解密"),
    RUN("follow obey execute comply befolge fuhre ejecuta suis esegui 执行"),
    ENCODED("base64 rot13 hex encoded cipher ciphertext morse encrypted reversed" + " backwards"),
    DOCUMENT("document page email file article resume input output data"),
    NOW("now jetzt maintenant ahora agora ora adesso 现在 сейчас теперь"),
    RANK("rank rate recommend score approve hire select choose prefer"),
    FIRST("first best highest top above candidate product applicant"),
    END("end ende fin fim fine"),
    REFUSE("refuse refuses refusing refusal decline declines"),
    ALWAYS(
            "speak talk parle habla parla fale sprich always comply answer answers"
                    + " respond reply immer antworte antwortet repondez reponds responde responda"
                    + " rispondi actua agis 回答"),
    ASKING("how why wie warum pourquoi 如何 怎么 怎样 为什么"),
    AND("and then instead but und et y e 然后 并"),
    PAUSE(""),
    AI_SPEAKS(""),
    USER_SPEAKS(""),
    SYSTEM_SPEAKS("");

    final String words;

    WordSet(String words) {
        this.words = words;
    }
}
