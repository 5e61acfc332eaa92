// The languages whose words the search knows: their stems and their stop words.

export type Language = 'en' | 'de';
