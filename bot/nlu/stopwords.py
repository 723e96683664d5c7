"""Words that tell nothing by themselves, Finnish and English: how much of a text is unknown is counted without them."""

from __future__ import annotations

from bot.nlu.normalise import shapes, word_set

CLAUSE_STARTS = word_set(
    "mutta but ettei eikä enkä emmekä although vaikka koska että kun siksi joten because since so which who joka "
    "jotka whereas kunhan until ennenkuin"
)
"""Words that begin a clause of their own; a phrase that has one of them goes on into it ("all who work here")."""

COMBINING = word_set(
    """
        välillä joskus osa osin osittain osaksi puolet puoliksi väliin vuoroin sekä eka ekaks ekana ekat ensin
        ensiksi ensimmäinen ensimmäiset aluksi alkuun alussa lopuksi lopuks loput lopulta sitten myöhemmin myös
        loppu toinen toisinaan muuten pääosin enimmäkseen yleensä useimmiten jälkeen kumpaakin molempia molemmat
        kumpikin lisäksi vuorotellen toiset harvemmin kunnes jatko jatkossa väliajoin ajoittain satunnaisesti
        kerran sometimes some first then later start starting every half partly partially mostly mainly usually
        occasionally alternate begin beginning rest after afterwards followed both also once other initially
        occasional alternating depending next mixed combined second
        """
)
"""Words that put two answers together, of different times or people: "first ..., later ..."."""

COMMON = word_set(
    """
        minä minun minua minulla minulle sinä sinun sinua sinulle hän me meidän meitä meillä meille meiltä te teidän
        teille he heidän heitä itse se ne sen sitä siitä siihen siinä niin nyt vielä jo kyllä joo juu no ihan vaan
        mutta ja tai sekä että kun jos jotta koska kuin kai varmaan varmasti ehkä oikein oikeastaan oikeesti tosi
        aika hyvin vähän paljon ainakin myös lisäksi sitten täällä tässä tähän tällä tuo tämä tämän nämä nuo ne
        jotain jotakin joku joka jotka jossa olen olet on olemme ovat olla ollaan ole olisi olisin olisivat olin oli
        olleet ollut haluan haluaisin haluaa halua haluamme haluavat haluaisimme toivon toivoisin toive toiveena
        tarvitsen tarvitsisi tarvitaan tarvitsemme pitäisi pitää täytyy voi voin voisi voimme voitaisiin vois saa
        saisi saada sais kiitos kiitti moi hei moikka terve siis eli noin suunnilleen kerran toki tietysti luulen
        luulisin mielestäni ajattelin ajatus apua lähinnä lähinä käy sopii sopisi onnistuu riittää parhaiten paras
        hyvä mukava kiva jos mahdollista mieluiten mieluummin ensi viime asia asiat työ työn työssä töissä työtä
        vain sais tulee tulisi tulla tuli etsin etsimme hakea haen i im me my we us our you your he she his her it
        its they them their the a an this that these those is are was were be been being am do does did have has had
        having will would could should can may might must and or but if so because as at in on to of for from with
        by about into than then there here just really very quite pretty maybe perhaps probably guess think suppose
        believe like please thanks thank hi hello hey ok okay yes yeah sure well also too only all some any one not
        no dont id ill ive want wants need needs needto looking look hope wish would prefer preferably rather good
        best fine great nice work works working job help get got going go
        kerta kertaa kerrat aika ajan ajasta mukaan tarpeen monta yhteensä meiltä keväällä syksyllä kesällä talvella
        jälkeen ennen asti saakka ehdottomasti ihmiset ihmistä usein aina every other time times now day days week
        month year people person still yet since after before always often absolutely definitely together where
        who which what when while tell tells find someone asked ask come comes coming live lives person persons
        myself himself herself yourself themselves ourselves itself each both either another same different many few
        more most such own lot lots bit kind sort thing things way up down out off over under again back away around
        between across during through within until till against everyone everybody anyone anybody nobody cant couldnt
        wouldnt doesnt didnt isnt arent wasnt werent wont havent hasnt shouldnt youre theyre theyve weve youll hes
        shes thats theres lets let make makes made take takes taken give gives put say says said told see seen know
        knows known feel feels try trying keep keeps start starts started happen happens mean means today tomorrow
        yesterday tonight weeks months years morning afternoon evening night nights monday tuesday wednesday thursday
        friday saturday sunday next last soon later never long little big small old new first right left side place
        town city area region country shift shifts lol haha tbh actually basically anyway though else however whether
        least join joins joined attend lovely grand cheers mate ta don worked staff jobs use used using etc incl
        including honest honestly usual usually alright fair enough cause far near close everything something anything
        """
)

VAGUE = COMMON | word_set(
    """
        semmosta semmoista sellaista tämmöstä jotain ossaa osaa nimetä kyse tässä
        en ei emme eivät enää edes kukaan mitään mitä mikä mistä tarkemmin tarkkaan tarkasti kunnolla tällä hetkellä
        aihe aihetta aiheesta kysymys kysymyksen kohta kohdan nämä näistä valita sanoa kertoa vastata edelleen
        toistaiseksi kaikki kaiken sanois sanoisi sanoisin kirjoittaa kirjoittaisin laittaa vastaisin
        dont cant cannot havent exactly anything nothing right moment question more honestly still
        contact say write put answer choose
        tbh imo lol sorry sori anteeksi yhtä hmm umm erm stage point good haha honest clue wise proper properly
        figure supervision advice talk ordered sent union suggested recommended special
        together decide decided could should tell
        boss manager management hr team group others colleagues staff fully completely answer sure
        """
)
"""Words beside which "I don't know" and "skip" are still the whole message."""

PASSING = (
    COMMON
    | COMBINING
    | word_set(
        """
        että koko kanssa kanssani minulta minusta minuun sinulta sinusta sinuun teiltä teistä häntä häneltä hänellä
        hänestä heillä heiltä heistä heille meistä meihin kuka ketkä keitä keidän joiden jonka jolla jolle jolta joita
        joista joilla joille jossain johonkin jonnekin joltain eräs muu muut muita muiden muille muilla muuten kaikki
        kaikkia kaikkien kaikille kaikilla kaikista jokainen kukin kukaan mikään kunhan vaikka koska siksi joten vai
        taas heti kohta pian eilen tänään huomenna aamulla illalla yöllä päivällä viikolla viikon viikko viikkoa
        kuukausi kuukauden kuukautta kuussa vuosi vuotta vuoden vuonna vuosia päivä päivän päivää maanantaina tiistaina
        keskiviikkona torstaina perjantaina lauantaina sunnuntaina tammikuussa helmikuussa maaliskuussa huhtikuussa
        toukokuussa kesäkuussa heinäkuussa elokuussa syyskuussa lokakuussa marraskuussa joulukuussa kevät syksy syksyn
        kevään talven kesän joulun joulua kesää takia vuoksi puolesta lähtien alkaen alussa lopussa keskellä kesken
        siellä sieltä sinne tänne tuolla tuonne sieltäpäin täältä siinäpä menee meni mennä menisi menen menemme mennyt
        tulen tulevat tulemme tulisin tulisimme tulisivat tultaisi tullaan tullut pääsee pääsen pääsisi pääsevät lähtee
        lähden lähtisi lähtisin lähdetään tekee teen tehdä tekisi teemme tehty tehdään saan saamme saatu saanut saadaan
        otan ottaa otetaan ottaisin pidän pitäisin mieltä kuulla nähdä näkisin puhua puhun puhutaan puhumaan
        kysyä kysyn kertoa kerron kertonut sanoa sanoi sanoin sanotaan kuulin kuultu huomasin luin näin ajattelin
        aattelin aateltiin meinasin tarttisin kaipaan kaipaisin kaivataan kaipaisimme hakisin haetaan haluttaisiin
        halutaan etsitään joudun jouduin joutuu joudutaan alkaa alkoi aloitetaan jää jäi jäädä jäävät pysyä
        kuuluu kuuluvat käymään käydä käyn käytäisiin käytiin lupasi luvannut maksaa sanottu mukava mukavaa hienoa
        hyvää hyvältä parempi parasta helpoin helpompi helposti oikea oikeaan omaan oma omat oman omaa omia omalla
        uusi vanha iso pieni pitkä eri sama samaa saman toinen toisen toista toiset yksi kaksi kolme sellainen
        semmoinen semmosta semmosen sellaista tällainen tällaista tämmöinen tämmöistä tommoinen jonkinlaista jonkin
        erilaista kaikenlaista juuri just ihan aivan melkein varsin hieman hiukan enemmän vähemmän lisää liian todella
        hirveän kauhean hirveästi kauheasti niinku niinkuin tavallaan periaatteessa käytännössä nimenomaan esimerkiksi
        varsinkin etenkin erityisesti melko suht suhteellisen jotenkin jotensakin kuitenkin kumminkin silti toisaalta
        sittenkin edelleen yhä enää vasta jopa edes lähes noin n hei moi no öö hmm joo juu juupa okei ok
        hommat homma hommaa hommassa duuni duunia duunissa arki arjessa elämä elämässä tilanne tilanteessa
        paikka paikassa paikalla kohdalla puolella osalta aikoina hetki hetken vuoro vuoron vuorossa vuoroja
        ohjaus ohjausta ohjaukseen työnohjaus työnohjausta työnohjaukseen työnohjauksen työnohjaajan työnohjaaja
        tykkään tykätään tykkäisin passaa passais sattuu tuntuu tuntuisi näyttää näyttäisi vaikuttaa luulisi uskon
        töiden töihin töistä työhön työstä työni työmme ihminen ihmisen ihmisiä porukkaa väkeä täysin pelkästään pelkkä
        suoraan suora rehellisesti oikeastikin totta totuus valitettavasti onneksi harmi kumpi kumpikin miten missä
        eiköhän siispä mahdollisesti ruukaa näköjään koht semmoset sellaset meikäläisiä jokseenkin
            kaikesta kaikkea mitään jotakuta jotenki toivottavasti tervetuloa sattuneesta syystä tavalla tavoin tapa
        """
    )
)
"""Words that stand beside an answer without changing it: only words outside these make a text mostly unknown."""


def passing(word: str) -> bool:
    """Say whether a typed word, in one of its shapes, stands beside an answer without changing it."""
    return not PASSING.isdisjoint(shapes(word))
