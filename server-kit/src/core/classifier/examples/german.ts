// What customers ask, in German: our own sentences, from which the intent model is built at start.

import type { Examples } from './example.ts';

export const german: Examples = {
	how_to: `
		wie teile ich einen Ordner mit einer Kollegin
		wie kann ich meine E-Mail-Adresse ändern
		wo finde ich den Export
		wie richte ich die Anmeldung in zwei Schritten ein
		wie installiere ich die Anwendung
		kann ich Gäste einladen
		ich möchte ein neues Konto anlegen
		wie lösche ich mein Konto
		ich habe mein Passwort vergessen
		wie setze ich mein Passwort zurück
		wie gebe ich eine Bestellung auf
		ich möchte meine Bestellung stornieren
		ich möchte etwas an meiner Bestellung ändern
		wie ändere ich die Lieferadresse
		ich bin umgezogen und brauche eine andere Adresse
		ich möchte den Newsletter abbestellen
		wie aktiviere ich meine neue Karte
		welche Unterlagen brauche ich für die Prüfung
		in welche Länder liefert ihr
		wie lade ich mehrere Dateien auf einmal hoch
		zeig mir, wie ich Kontakte importiere
		was bedeutet dieses Symbol
		wie verbinde ich den Kalender
		kann ich die App auf zwei Geräten nutzen
		wo kann ich eine Bewertung schreiben
		wie wechsle ich den Tarif`,
	account_status: `
		wo ist mein Paket
		wann kommt meine Bestellung an
		wie ist der Stand meiner Bestellung
		wurde meine Bestellung schon verschickt
		wie lange dauert die Lieferung
		wie viel Speicher habe ich noch
		welchen Tarif habe ich
		ist mein Konto aktiv
		wie hoch ist mein Guthaben
		warum ist das Geld noch nicht auf meinem Konto
		meine Überweisung ist noch nicht angekommen
		wann endet mein Testzeitraum
		wann läuft meine Karte ab
		wurde meine Anfrage schon bearbeitet
		ich warte noch auf meine Karte
		sind meine Unterlagen angekommen
		wie viele Plätze sind belegt`,
	billing: `
		wo finde ich meine Rechnungen
		ich brauche eine Kopie der Rechnung
		warum wurde zweimal abgebucht
		diese Abbuchung kenne ich nicht
		was kostet der Teamtarif
		wie hoch sind die Gebühren
		welche Zahlungsarten gibt es
		kann ich auf Rechnung bezahlen
		ich möchte mein Geld zurück
		wie bekomme ich eine Erstattung
		wann kommt die Rückerstattung
		meine Karte wurde beim Bezahlen abgelehnt
		die Zahlung ist fehlgeschlagen
		fällt bei der Kündigung eine Gebühr an
		ich möchte mein Abo kündigen
		wie ändere ich die Zahlungsart
		die Umsatzsteuer-Nummer fehlt auf der Rechnung
		gibt es einen Rabatt für Studierende
		ihr habt mir zu viel berechnet
		der Preis ist höher als auf der Website
		welchen Wechselkurs nehmt ihr`,
	troubleshooting: `
		der Upload geht nicht
		ich kann mich nicht anmelden
		die Anmeldung funktioniert nicht mehr
		die Seite lädt nicht
		beim Speichern kommt ein Fehler
		die Synchronisierung hängt
		mein Passwort wird nicht angenommen
		ich bekomme keine Bestätigungsmail
		der Code kommt nicht an
		der Link lässt sich nicht öffnen
		es passiert nichts, wenn ich klicke
		die App ist sehr langsam
		die Verbindung bricht ständig ab
		meine Karte funktioniert nicht
		ich habe meine Karte verloren
		mein Konto ist gesperrt
		die Überweisung wurde abgelehnt
		der Import schlägt fehl
		gestern ging es noch
		ich habe ein Problem mit der Registrierung`,
	bug: `
		ich habe einen Fehler in der Software gefunden
		die App stürzt beim Öffnen ab
		das Programm friert ein
		seit dem Update bleibt der Bildschirm schwarz
		die Summe wird falsch berechnet
		das Datum wird falsch angezeigt
		nach dem Update ist alles kaputt
		auf der Seite ist ein Tippfehler
		die Liste zeigt alles doppelt
		die Exportdatei ist beschädigt
		das Menü flackert
		die Anwendung beendet sich von selbst`,
	feature_request: `
		es wäre schön, wenn Ordner Farben hätten
		bitte baut einen dunklen Modus ein
		ich wünsche mir eine Kalenderansicht
		könnt ihr eine weitere Sprache unterstützen
		ich habe einen Verbesserungsvorschlag
		wird es eine Version für Linux geben
		mir fehlt eine Funktion zum Rückgängigmachen
		eine Sortierung nach Größe wäre hilfreich
		plant ihr eine Anbindung an unseren Chat
		toll wäre eine Offline-Funktion
		mein Vorschlag: Unterhaltungen anheften`,
	human_request: `
		ich möchte mit einem Menschen sprechen
		kann ich mit einem Mitarbeiter sprechen
		verbinden Sie mich mit dem Kundendienst
		wie erreiche ich den Support
		wie ist die Telefonnummer vom Kundenservice
		wann ist der Kundendienst erreichbar
		ich möchte mich beschweren
		bitte rufen Sie mich zurück
		ich will nicht mit einem Bot reden
		gibt es jemanden, mit dem ich reden kann
		ich brauche einen Ansprechpartner
		geben Sie das bitte an eine Kollegin weiter`,
	smalltalk: `
		hallo
		guten Tag
		guten Morgen
		guten Abend
		servus
		moin
		wie geht es dir
		danke
		vielen Dank
		danke, das hat geholfen
		super, das hat geklappt
		alles klar
		tschüss
		auf Wiedersehen
		schönen Tag noch
		wer bist du
		bist du ein Roboter
		was kannst du
		prima
		ja bitte
		nein danke
		entschuldigung`,
};
