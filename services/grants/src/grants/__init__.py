"""Money for associations, from guideline to recovered euro."""
