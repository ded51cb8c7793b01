"""The bare python-telegram-bot that the pipeline is measured beside: it answers each message, and keeps nothing.

echo_bot.py BASE_URL TOKEN ANSWERS: ANSWERS (a decimal number) is how many messages it sends for each one it gets.
"""

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


def main() -> None:
    """Run until stopped."""
    base_url, token, answers = sys.argv[1], sys.argv[2], float(sys.argv[3])
    owed = 0.0

    async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        nonlocal owed
        owed += answers
        while owed >= 1 and update.message is not None:
            owed -= 1
            await update.message.reply_text(update.message.text or "")

    application = Application.builder().token(token).base_url(base_url).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling(poll_interval=0.0, allowed_updates=["message"])


if __name__ == "__main__":
    main()
