import os, pytest
from tests.understanding.asking import enter_asking
from tests.conftest import *
async def test_one(tmp_path, migrated_file, capsys):
    ctx=os.environ["CTX"]; who=os.environ["WHO"]
    async with enter_asking(ctx, tmp_path, migrated_file) as a:
        with capsys.disabled():
            for text in os.environ["TEXTS"].split("|"):
                found=await a.hears(who,text)
                print("\n>>>",text,"::",sorted(found)); print(await a.sees(who))
